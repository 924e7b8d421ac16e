package io.hypnos.benchmarks.compare;

/// How alike two answers are that are both right.
enum Agreement {
    /// The same series, and the same values but for the order in which numbers were added.
    VALUES("equal", 1e-9),
    /// The same values at each time. Which of two series with the same value comes in is up to the last bit of sums.
    RANKS("equal but for ties", 1e-9),
    /// A quantile within a bucket of a native histogram: on a line in Prometheus 2.x, on an exponential curve in 3.x.
    INTERPOLATED("equal within 0.5 %", 0.005);

    private final String words;
    private final double fraction;

    Agreement(String words, double fraction) {
        this.words = words;
        this.fraction = fraction;
    }

    /// Of a question's answers.
    static Agreement of(String query) {
        if (query.startsWith("topk(")) {
            return RANKS;
        }
        return query.startsWith("histogram_quantile(") && query.contains("nh[") ? INTERPOLATED : VALUES;
    }

    boolean near(double a, double b) {
        return a == b || Math.abs(a - b) <= fraction * Math.max(Math.abs(a), Math.abs(b));
    }

    @Override
    public String toString() {
        return words;
    }
}
