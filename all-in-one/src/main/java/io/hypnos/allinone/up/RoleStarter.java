package io.hypnos.allinone.up;

/// Starts the roles of an installation.
interface RoleStarter {

    /// A role that was started.
    interface Started {

        /// Whether it is still there.
        boolean isAlive();

        /// Stops it in good order; returns once it has stopped, and whether all went well.
        boolean stop();
    }

    /// Starts a role; returns once its ports are open.
    ///
    /// @throws RoleStartException when it cannot start
    Started start(Instance instance);
}
