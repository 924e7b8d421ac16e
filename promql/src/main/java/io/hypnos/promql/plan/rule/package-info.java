/// Improvements of a plan, one class each, named by what they do. The order in which they are applied stands in
/// [io.hypnos.promql.plan.rule.PlanRules].
///
/// May import: `plan.node`, `ast`, `series`.
@NullMarked
package io.hypnos.promql.plan.rule;

import org.jspecify.annotations.NullMarked;
