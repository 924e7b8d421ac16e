/// Random queries over random data, asked of the engine and of the naive evaluator; and random texts for the parser. Everything comes from a
/// seed that a failure prints, together with the smallest query and data that still fail. Start reading at
/// [io.hypnos.promql.fuzz.RandomExpressionsTest].
@NullMarked
package io.hypnos.promql.fuzz;

import org.jspecify.annotations.NullMarked;
