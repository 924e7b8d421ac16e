package io.hypnos.promql.ast;

import java.util.List;

/// A call of a function.
public record Call(Function function, List<Expr> args, PositionRange position) implements Expr {

    public Call {
        args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
        return function.returnType();
    }

    @Override
    public List<Expr> children() {
        return args;
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
