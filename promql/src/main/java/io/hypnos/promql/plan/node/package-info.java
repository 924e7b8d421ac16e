/// The nodes of a plan: immutable records, equal when they compute the same (where they stand in the query makes no difference).
///
/// Times in nodes are milliseconds. A node does not know the steps it is evaluated for: the query's, those of the subquery around it, or a
/// single one when it is [io.hypnos.promql.plan.node.StepInvariant].
///
/// May import: `ast`, `number`, `series`. Start reading at [io.hypnos.promql.plan.node.PlanNode].
@NullMarked
package io.hypnos.promql.plan.node;

import org.jspecify.annotations.NullMarked;
