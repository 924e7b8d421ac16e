/// Aggregations. Rows are folded into their groups as they arrive, so that memory is groups × steps, except where the values of all series
/// are needed (`quantile`).
///
/// May import: `exec`, `exec.histogram`, `plan.node`, `ast`, `number`, `series`. Start reading at
/// [io.hypnos.promql.exec.aggregate.FoldOperator].
@NullMarked
package io.hypnos.promql.exec.aggregate;

import org.jspecify.annotations.NullMarked;
