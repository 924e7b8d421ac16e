/// Runs scripts in Prometheus' promqltest language: `load` data, `eval` an expression, compare. A script is read by
/// [io.hypnos.promql.promqltest.ScriptParser] into commands, its data live in a [io.hypnos.promql.promqltest.ScriptStorage], and any
/// [io.hypnos.promql.promqltest.Evaluator] answers. Start reading at [io.hypnos.promql.promqltest.ScriptSuite].
@NullMarked
package io.hypnos.promql.promqltest;

import org.jspecify.annotations.NullMarked;
