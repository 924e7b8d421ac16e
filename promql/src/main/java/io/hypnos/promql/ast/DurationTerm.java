package io.hypnos.promql.ast;

/// What may stand where a duration is expected: a number of seconds, or arithmetic on such.
public sealed interface DurationTerm permits NumberLiteral, DurationExpr {

    PositionRange position();
}
