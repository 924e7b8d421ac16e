package io.hypnos.promql.ast;

import java.util.List;

/// A node of the syntax tree. Immutable; `toString()` gives text that parses to an equal tree.
public sealed interface Expr permits AggregateExpr, BinaryExpr, Call, MatrixSelector, NumberLiteral, ParenExpr,
        StringLiteral, SubqueryExpr, UnaryExpr, VectorSelector {

    ValueType type();

    /// Where in the query the node stands.
    PositionRange position();

    /// The nodes directly below, in the order in which they are evaluated.
    List<Expr> children();

    /// The node inside all the parentheses around it.
    default Expr unwrapped() {
        Expr expr = this;
        while (expr instanceof ParenExpr paren) {
            expr = paren.expr();
        }
        return expr;
    }
}
