package io.hypnos.allinone.up;

import java.util.List;
import java.util.Map;

import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.Variables;

/// Starts every role in a Spring context of its own in this process.
///
/// Settings of single roles come from `hypnos.roles.<instance>.<flag>` in `application.yml`; what a role's argument file says is stronger.
final class InProcessStarter implements RoleStarter {

    private final Installation installation;
    private final InstallationFiles files;
    private final Map<String, Role<?>> roles;

    InProcessStarter(Installation installation, InstallationFiles files, Map<String, Role<?>> roles) {
        this.installation = installation;
        this.files = files;
        this.roles = Map.copyOf(roles);
    }

    @Override
    public Started start(Instance instance) {
        Role<?> role = roles.get(instance.role());
        if (role == null) {
            throw new RoleStartException(instance.name() + ": this build has no role " + instance.role());
        }
        try {
            RunningRole running = launch(role, instance);
            return new Started() {
                @Override
                public boolean isAlive() {
                    return true;
                }

                @Override
                public boolean stop() {
                    return running.stop();
                }
            };
        } catch (RuntimeException e) {
            throw new RoleStartException(instance.name() + ": " + RoleLauncher.describe(e), e);
        }
    }

    private <F> RunningRole launch(Role<F> role, Instance instance) {
        var variables = new Variables(installation.variables(instance));
        var properties = FlagProperties.ofProcess(FlagProperties.PREFIX + ".roles." + instance.name());
        return switch (role.flags().parse(List.of("@" + files.arguments(instance)), properties, variables)) {
            case FlagOutcome.Run<F>(var parsed) -> RoleLauncher.start(role, instance.name(), parsed, variables);
            case FlagOutcome.Help<F> help -> throw new IllegalStateException("an argument file that asks for help");
            case FlagOutcome.Version<F> version ->
                throw new IllegalStateException("an argument file that asks for a version");
        };
    }
}
