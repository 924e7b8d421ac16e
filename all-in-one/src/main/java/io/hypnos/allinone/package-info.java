/// The `hypnos` command: one process that runs any role, all of them, or the tools.
///
/// The only package that knows every service. Start at [io.hypnos.allinone.HypnosCommand].
@NullMarked
package io.hypnos.allinone;

import org.jspecify.annotations.NullMarked;
