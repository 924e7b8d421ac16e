/// The command line of a role: Thanos' flags, spelled and valued as Thanos does, with the environment and `application.yml` behind them.
///
/// A role declares its flags as a class with picocli's annotations, made of its own options and of the groups here
/// ([io.hypnos.service.flags.HttpFlags] and its neighbours). [io.hypnos.service.flags.RoleFlags] reads a command line into such a class.
///
/// May import: picocli, Spring's environment. Nothing else of this module.
@NullMarked
package io.hypnos.service.flags;

import org.jspecify.annotations.NullMarked;
