/// Operators that read series: each series is decoded once, into scratch that is reused, and becomes a row.
///
/// May import: `exec`, `exec.window`, `plan.node`, `series`. Start reading at [io.hypnos.promql.exec.select.SeriesScan].
@NullMarked
package io.hypnos.promql.exec.select;

import org.jspecify.annotations.NullMarked;
