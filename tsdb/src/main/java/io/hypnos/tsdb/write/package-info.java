/// What goes into the engine and what comes back: batches of samples in columns, and a verdict on each series of them.
///
/// Start reading at [io.hypnos.tsdb.write.WriteBatch]. May import: the JDK, JSpecify and `series`.
@NullMarked
package io.hypnos.tsdb.write;

import org.jspecify.annotations.NullMarked;
