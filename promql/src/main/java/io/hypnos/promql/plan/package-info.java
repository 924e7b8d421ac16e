/// From syntax tree to plan: what is to be computed, for one query with its times, before anyone says how. The [io.hypnos.promql.plan.Planner]
/// translates, the rules of `plan.rule` improve, and `exec` builds one operator for each node of `plan.node`.
///
/// May import: `ast`, `number`, the vocabulary of the root package, `series`. Start reading at [io.hypnos.promql.plan.Planner].
@NullMarked
package io.hypnos.promql.plan;

import org.jspecify.annotations.NullMarked;
