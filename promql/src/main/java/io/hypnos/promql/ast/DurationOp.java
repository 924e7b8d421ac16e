package io.hypnos.promql.ast;

/// What can be done with durations.
public enum DurationOp {
    ADD("+"), SUB("-"), MUL("*"), DIV("/"), MOD("%"), POW("^"),
    /// The step of the query, 0 for an instant query.
    STEP("step"),
    /// The time from the first to the last step of the query.
    RANGE("range"), MIN_OF("min_of"), MAX_OF("max_of");

    private final String symbol;

    DurationOp(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
