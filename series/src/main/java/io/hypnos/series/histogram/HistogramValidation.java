package io.hypnos.series.histogram;

import org.jspecify.annotations.Nullable;

/// What must hold of a histogram before it is stored. Stale markers have no buckets and are always fine.
final class HistogramValidation {

    private HistogramValidation() {}

    static @Nullable HistogramProblem check(IntegerHistogram histogram) {
        HistogramProblem problem = checkLayout(histogram.layout(), histogram.zeroCount() != 0);
        if (problem != null) {
            return problem;
        }
        long observations = histogram.zeroCount();
        for (long bucket : histogram.buckets()) {
            if (bucket < 0) {
                return HistogramProblem.NEGATIVE_BUCKET_COUNT;
            }
            observations += bucket;
        }
        // Observations of NaN are in no bucket but are counted.
        if (Double.isNaN(histogram.sum())) {
            return Long.compareUnsigned(observations, histogram.count()) > 0 && !histogram.isStale()
                    ? HistogramProblem.COUNT_NOT_BIG_ENOUGH
                    : null;
        }
        return observations == histogram.count() ? null : HistogramProblem.COUNT_MISMATCH;
    }

    /// Float counts may have rounding errors, so that their sum is not held against the total.
    static @Nullable HistogramProblem check(FloatHistogram histogram) {
        HistogramProblem problem = checkLayout(histogram.layout(), histogram.zeroCount() != 0);
        if (problem != null) {
            return problem;
        }
        if (histogram.zeroCount() < 0) {
            return HistogramProblem.NEGATIVE_BUCKET_COUNT;
        }
        if (histogram.count() < 0) {
            return HistogramProblem.NEGATIVE_COUNT;
        }
        for (double bucket : histogram.buckets()) {
            if (bucket < 0) {
                return HistogramProblem.NEGATIVE_BUCKET_COUNT;
            }
        }
        return null;
    }

    private static @Nullable HistogramProblem checkLayout(HistogramLayout layout, boolean hasZeroCount) {
        if (layout.usesCustomBuckets()) {
            return checkCustom(layout, hasZeroCount);
        }
        if (layout.schema() < HistogramLayout.MIN_EXPONENTIAL_SCHEMA
                || layout.schema() > HistogramLayout.MAX_EXPONENTIAL_SCHEMA) {
            return HistogramProblem.INVALID_SCHEMA;
        }
        if (hasNegativeOffset(layout.positive()) || hasNegativeOffset(layout.negative())) {
            return HistogramProblem.SPAN_NEGATIVE_OFFSET;
        }
        return layout.customValues().length == 0 ? null : HistogramProblem.EXPONENTIAL_WITH_CUSTOM_BOUNDS;
    }

    private static @Nullable HistogramProblem checkCustom(HistogramLayout layout, boolean hasZeroCount) {
        HistogramProblem problem = checkBounds(layout.customValues());
        if (problem != null) {
            return problem;
        }
        Spans spans = layout.positive();
        if (hasNegativeOffset(spans) || spans.size() > 0 && spans.offset(0) < 0) {
            return HistogramProblem.SPAN_NEGATIVE_OFFSET;
        }
        long extent = 0;
        for (int i = 0; i < spans.size(); i++) {
            extent += spans.offset(i) + (long) spans.length(i);
        }
        if (layout.customValues().length + 1L < extent) {
            return HistogramProblem.CUSTOM_BOUNDS_TOO_FEW;
        }
        if (hasZeroCount) {
            return HistogramProblem.CUSTOM_BUCKETS_ZERO_COUNT;
        }
        if (layout.zeroThreshold() != 0) {
            return HistogramProblem.CUSTOM_BUCKETS_ZERO_THRESHOLD;
        }
        return layout.negative().size() > 0 ? HistogramProblem.CUSTOM_BUCKETS_NEGATIVE_SIDE : null;
    }

    private static @Nullable HistogramProblem checkBounds(double[] bounds) {
        double previous = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bounds.length; i++) {
            if (Double.isNaN(bounds[i])) {
                return HistogramProblem.CUSTOM_BOUNDS_NAN;
            }
            if (i > 0 && bounds[i] <= previous) {
                return HistogramProblem.CUSTOM_BOUNDS_NOT_INCREASING;
            }
            previous = bounds[i];
        }
        return previous == Double.POSITIVE_INFINITY ? HistogramProblem.CUSTOM_BOUNDS_INFINITE : null;
    }

    private static boolean hasNegativeOffset(Spans spans) {
        long index = 0;
        for (int i = 0; i < spans.size(); i++) {
            index += spans.offset(i) + (long) spans.length(i);
            if (i > 0 && spans.offset(i) < 0 || index > Integer.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }
}
