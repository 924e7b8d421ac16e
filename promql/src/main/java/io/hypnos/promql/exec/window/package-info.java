/// The functions of range vectors. A [io.hypnos.promql.exec.window.RangePoints] holds all points of one series, two cursors move over it from
/// step to step, and a [io.hypnos.promql.exec.window.WindowFunction] turns what lies between them into a sample.
///
/// May import: `exec`, `exec.histogram`, `plan.node`, `ast`, `number`, `series`. Start reading at
/// [io.hypnos.promql.exec.window.WindowWalk].
@NullMarked
package io.hypnos.promql.exec.window;

import org.jspecify.annotations.NullMarked;
