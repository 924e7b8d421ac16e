package io.hypnos.allinone.bench.verify;

import java.util.List;
import java.util.Map;

/// A series as a query API gave it.
///
/// @param labels     its labels
/// @param floats     its float samples, by time
/// @param histograms its native histograms, by time
record StoredSeries(Map<String, String> labels, List<StoredFloat> floats, List<StoredHistogram> histograms) {

    /// One sample.
    sealed interface Sample {
        /// Milliseconds.
        long time();
    }

    /// A plain number.
    record StoredFloat(long time, double value) implements Sample {}

    /// A native histogram.
    ///
    /// @param time   milliseconds
    /// @param count  observations
    /// @param sum    of the observed values
    /// @param counts of the buckets that are not empty, ascending; the one around zero first
    record StoredHistogram(long time, double count, double sum, List<Double> counts) implements Sample {}
}
