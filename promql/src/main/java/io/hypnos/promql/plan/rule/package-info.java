/// Improvements of a plan, one class each, named by what they do. Which there are and in which order they are applied stands in
/// [io.hypnos.promql.plan.rule.PlanRules].
///
/// May import: `plan.node`, `ast`, `number`, `series`.
@NullMarked
package io.hypnos.promql.plan.rule;

import org.jspecify.annotations.NullMarked;
