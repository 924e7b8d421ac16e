/// The compactor as a role: its flags, its beans and its thread. The work is in [io.hypnos.compact.engine].
///
/// Start reading at [io.hypnos.compact.CompactRole].
@NullMarked
package io.hypnos.compact;

import org.jspecify.annotations.NullMarked;
