package io.hypnos.promql.naive;

import org.jspecify.annotations.Nullable;

/// A sample: a float, or a native histogram.
///
/// @param time      epoch milliseconds
/// @param value     0 for a histogram
/// @param histogram null for a float
/// @param start     epoch milliseconds from which the sample counts; 0 for unknown
public record Point(long time, double value, @Nullable NaiveHistogram histogram, long start) {

    static Point of(long time, double value) {
        return new Point(time, value, null, 0);
    }

    static Point of(long time, NaiveHistogram histogram) {
        return new Point(time, 0, histogram, 0);
    }

    boolean isFloat() {
        return histogram == null;
    }

    /// As the result of a step: the start of what the sample counts is forgotten.
    Point at(long step) {
        return new Point(step, value, histogram, 0);
    }

    Point withValue(double other) {
        return new Point(time, other, null, start);
    }

    Point withHistogram(NaiveHistogram other) {
        return new Point(time, 0, other, start);
    }
}
