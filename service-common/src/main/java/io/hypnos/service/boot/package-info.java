/// From a command line to a running role and back: one Spring context per role, so that several roles can live in one process, each with its
/// own ports, metrics and readiness.
///
/// A role is an [io.hypnos.service.boot.Role]; [io.hypnos.service.boot.RoleLauncher] runs it. What every role has beside its own beans is in
/// [io.hypnos.service.boot.RoleServers]. [io.hypnos.service.boot.StopSequence] says in which order it stops.
///
/// May import: everything else of this module.
@NullMarked
package io.hypnos.service.boot;

import org.jspecify.annotations.NullMarked;
