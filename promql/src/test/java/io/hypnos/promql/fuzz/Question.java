package io.hypnos.promql.fuzz;

/// A query and when it is evaluated, in epoch milliseconds.
record Question(String expr, boolean range, long start, long end, long step) {

    Question withExpr(String other) {
        return new Question(other, range, start, end, step);
    }

    Question withTimes(long otherStart, long otherEnd) {
        return new Question(expr, range, otherStart, otherEnd, step);
    }

    @Override
    public String toString() {
        return range
                ? "eval range from " + start + "ms to " + end + "ms step " + step + "ms " + expr
                : "eval instant at " + end + "ms " + expr;
    }
}
