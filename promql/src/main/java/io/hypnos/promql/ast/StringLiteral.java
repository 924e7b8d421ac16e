package io.hypnos.promql.ast;

import java.util.List;

/// A string, without its quotes and with its escapes resolved.
///
/// @param value bytes that are not UTF-8 are in it as [ForeignBytes] says
public record StringLiteral(String value, PositionRange position) implements Expr {

    /// The value with replacement characters for bytes that are not UTF-8.
    public String text() {
        return ForeignBytes.replaced(value);
    }

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
