package io.hypnos.promql.plan;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.VectorSelector;

/// Refuses what the engine's options switch off.
final class SwitchedOffParts {

    private final boolean atAllowed;
    private final boolean negativeAllowed;

    SwitchedOffParts(EngineOptions options) {
        this.atAllowed = options.has(EngineOptions.Feature.AT_MODIFIER);
        this.negativeAllowed = options.has(EngineOptions.Feature.NEGATIVE_OFFSET);
    }

    void check(Expr expr) {
        if (atAllowed && negativeAllowed) {
            return;
        }
        switch (expr) {
            case VectorSelector selector -> check(selector.shift());
            case SubqueryExpr subquery -> check(subquery.shift());
            default -> {
            }
        }
        expr.children().forEach(this::check);
    }

    private void check(TimeShift shift) {
        if (shift.at() != null && !atAllowed) {
            throw new QueryException.Invalid("@ modifier is disabled");
        }
        if (shift.offset().nanos() < 0 && !negativeAllowed) {
            throw new QueryException.Invalid("negative offset is disabled");
        }
    }
}
