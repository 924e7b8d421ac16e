package io.hypnos.compact.downsample;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;

/// A native histogram of a series and when it was taken.
///
/// @param time epoch milliseconds
record TimedHistogram(long time, FloatHistogram histogram) {

    /// What histograms must have in common to be folded together.
    enum Kind {
        COUNTER, GAUGE, COUNTER_WITH_CUSTOM_BUCKETS, GAUGE_WITH_CUSTOM_BUCKETS
    }

    Kind kind() {
        boolean gauge = histogram.hint() == CounterResetHint.GAUGE;
        if (histogram.layout().usesCustomBuckets()) {
            return gauge ? Kind.GAUGE_WITH_CUSTOM_BUCKETS : Kind.COUNTER_WITH_CUSTOM_BUCKETS;
        }
        return gauge ? Kind.GAUGE : Kind.COUNTER;
    }
}
