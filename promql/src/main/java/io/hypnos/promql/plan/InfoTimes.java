package io.hypnos.promql.plan;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.plan.node.Shift;

/// Which time's info series describe an expression: that of the first selector in it, with the offsets of the subqueries around it up to the
/// first one that is pinned.
final class InfoTimes {

    private final SelectorPlanner selectors;

    InfoTimes(SelectorPlanner selectors) {
        this.selectors = selectors;
    }

    Shift of(Expr expr) {
        Shift found = find(expr);
        return found == null ? Shift.NONE : found;
    }

    private @Nullable Shift find(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return selectors.shift(selector.shift());
        }
        for (Expr child : expr.children()) {
            Shift found = find(child);
            if (found != null) {
                return expr instanceof SubqueryExpr subquery && !found.isPinned() ? further(found, subquery) : found;
            }
        }
        return null;
    }

    private Shift further(Shift inner, SubqueryExpr subquery) {
        Shift outer = selectors.shift(subquery.shift());
        return new Shift(inner.offset() + outer.offset(), outer.pinned());
    }
}
