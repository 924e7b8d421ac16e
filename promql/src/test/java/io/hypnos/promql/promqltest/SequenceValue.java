package io.hypnos.promql.promqltest;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.NaiveHistogram;

/// One place in a sequence of values: a gap, a float or a histogram.
///
/// @param hintStated whether the reset hint of the histogram was written, so that it counts in a comparison
record SequenceValue(boolean gap, double value, @Nullable NaiveHistogram histogram, boolean hintStated) {

    static final SequenceValue GAP = new SequenceValue(true, 0, null, false);

    static SequenceValue of(double value) {
        return new SequenceValue(false, value, null, false);
    }

    static SequenceValue of(NaiveHistogram histogram, boolean hintStated) {
        return new SequenceValue(false, 0, histogram, hintStated);
    }
}
