package io.hypnos.series.dedup;

import io.hypnos.series.Samples;

/// What is added to a counter's values so that a change of replica does not look like a reset.
///
/// *Totals* only grow. One replica may not have seen the last values before a restart, and its total stays behind for good; so each replica has an
/// offset, which every change raises by what the replica lacks.
///
/// *Raw values* fall where the counter was reset. When the value behind a change is lower than the one before it, that is a reset if the
/// replica has seen one which the other has not, and is left alone. If not, the replica counts differently, as one that cannot reach all that
/// the other reaches; then its values are raised until it is left or falls itself.
final class CounterOffsets {

    /// Which of the two the values are, or neither.
    enum Kind {
        NONE, TOTALS, RAW
    }

    private final Kind kind;
    private double first;
    private double second;
    /// The value that raw values must not fall below while they are raised; NaN at a change.
    private double lastRaw = Double.NaN;

    CounterOffsets(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /// Raises the total of a replica whose next value is `value`.
    void raise(boolean ofFirst, double value, double last) {
        double offset = ofFirst ? first : second;
        if (last > value + offset) {
            set(ofFirst, atLeast(last, value, offset + (last - (value + offset))));
        }
    }

    /// Raw values of a replica follow, the first of them lower than the last one taken, which is no reset.
    void bridge(boolean toFirst, double value, double last) {
        lastRaw = Double.NaN;
        double fall = last - value;
        set(toFirst, Double.isInfinite(fall) ? 0 : atLeast(last, value, fall));
    }

    /// Raw values of a replica follow as they are.
    void leave(boolean toFirst) {
        set(toFirst, 0);
    }

    /// Rounding must not make a reset of what was raised.
    private static double atLeast(double last, double value, double offset) {
        return value + offset < last ? offset + Math.ulp(last) : offset;
    }

    private void set(boolean ofFirst, double offset) {
        if (ofFirst) {
            first = offset;
        } else {
            second = offset;
        }
    }

    /// Adds the offset of the replica that the samples from index `from` on are of.
    void apply(Samples samples, int from, boolean ofFirst) {
        double offset = ofFirst ? first : second;
        if (offset == 0) {
            return;
        }
        if (kind == Kind.RAW) {
            applyUntilReset(samples, from, ofFirst, offset);
            return;
        }
        double[] values = samples.values();
        for (int i = from; i < samples.size(); i++) {
            if (samples.histogramRow(i) < 0) {
                values[i] += offset;
            }
        }
    }

    private void applyUntilReset(Samples samples, int from, boolean ofFirst, double offset) {
        double[] values = samples.values();
        for (int i = from; i < samples.size(); i++) {
            double raw = values[i];
            if (samples.histogramRow(i) >= 0 || Double.isNaN(raw)) {
                continue;
            }
            if (raw < lastRaw) {
                set(ofFirst, 0);
                return;
            }
            values[i] = raw + offset;
            lastRaw = raw;
        }
    }
}
