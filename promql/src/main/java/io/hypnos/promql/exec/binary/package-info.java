/// Binary operations. Series of two vectors find each other by the labels they are matched on, numbered once per query.
///
/// May import: `exec`, `exec.histogram`, `plan.node`, `ast`, `number`, `series`. Start reading at
/// [io.hypnos.promql.exec.binary.JoinOperator].
@NullMarked
package io.hypnos.promql.exec.binary;

import org.jspecify.annotations.NullMarked;
