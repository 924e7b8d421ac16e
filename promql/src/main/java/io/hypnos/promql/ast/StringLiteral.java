package io.hypnos.promql.ast;

import java.util.List;

/// A string, without its quotes and with its escapes resolved.
public record StringLiteral(String value, PositionRange position) implements Expr {

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
