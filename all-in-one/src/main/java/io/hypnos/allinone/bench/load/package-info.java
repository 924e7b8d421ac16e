/// Sends the series of the model to a receiver at a set pace, and measures how it takes them.
///
/// Start at [io.hypnos.allinone.bench.load.LoadRun].
@NullMarked
package io.hypnos.allinone.bench.load;

import org.jspecify.annotations.NullMarked;
