/// Running a plan: one operator for each node, each giving rows of a series × all steps.
///
/// A row is lent from below and may be changed in place by whoever receives it; so most operators neither copy nor allocate, and memory is
/// held only where series must wait for one another. Operators that look at more than one series at a time have packages of their own
/// (`aggregate`, `binary`, `function`); `window` has the functions of range vectors, `select` what reads series.
///
/// May import: `plan.node`, `ast`, `number`, the vocabulary of the root package, `series`. Start reading at
/// [io.hypnos.promql.exec.VectorOperator].
@NullMarked
package io.hypnos.promql.exec;

import org.jspecify.annotations.NullMarked;
