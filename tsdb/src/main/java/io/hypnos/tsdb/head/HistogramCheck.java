package io.hypnos.tsdb.head;

import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// Whether a native histogram may be stored: its schema is known, its spans run forward, its bucket bounds ascend, no count is negative, and
/// the counts add up. The rules are Prometheus'.
final class HistogramCheck {

    private HistogramCheck() {}

    static boolean isValid(Histogram histogram) {
        HistogramLayout layout = histogram.layout();
        if (!isValid(layout)) {
            return false;
        }
        return switch (histogram) {
            case IntegerHistogram h -> addsUp(h);
            case FloatHistogram h -> isPositive(h);
        };
    }

    private static boolean isValid(HistogramLayout layout) {
        if (!runForward(layout.positive()) || !runForward(layout.negative())) {
            return false;
        }
        if (!layout.usesCustomBuckets()) {
            return layout.schema() >= HistogramLayout.MIN_EXPONENTIAL_SCHEMA
                    && layout.schema() <= HistogramLayout.MAX_EXPONENTIAL_SCHEMA
                    && layout.customValues().length == 0;
        }
        if (layout.negative().size() > 0 || layout.zeroThreshold() != 0) {
            return false;
        }
        double[] bounds = layout.customValues();
        for (int i = 0; i < bounds.length; i++) {
            if (Double.isNaN(bounds[i]) || i > 0 && bounds[i] <= bounds[i - 1]) {
                return false;
            }
        }
        if (bounds.length > 0 && bounds[bounds.length - 1] == Double.POSITIVE_INFINITY) {
            return false;
        }
        return extent(layout.positive()) <= bounds.length + 1L && startsInside(layout.positive());
    }

    private static boolean runForward(Spans spans) {
        for (int i = 0; i < spans.size(); i++) {
            if (i > 0 && spans.offset(i) < 0 || spans.length(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsInside(Spans spans) {
        return spans.size() == 0 || spans.offset(0) >= 0;
    }

    private static long extent(Spans spans) {
        long extent = 0;
        for (int i = 0; i < spans.size(); i++) {
            extent += (long) spans.offset(i) + spans.length(i);
        }
        return extent;
    }

    private static boolean addsUp(IntegerHistogram h) {
        if (h.layout().usesCustomBuckets() && h.zeroCount() != 0) {
            return false;
        }
        long sum = h.zeroCount();
        for (long bucket : h.buckets()) {
            if (bucket < 0) {
                return false;
            }
            sum += bucket;
        }
        // Observations that are not a number are counted and in no bucket.
        return Double.isNaN(h.sum()) ? Long.compareUnsigned(sum, h.count()) <= 0 : sum == h.count();
    }

    private static boolean isPositive(FloatHistogram h) {
        if (h.layout().usesCustomBuckets() && h.zeroCount() != 0) {
            return false;
        }
        if (h.count() < 0 || h.zeroCount() < 0) {
            return false;
        }
        for (double bucket : h.buckets()) {
            if (bucket < 0) {
                return false;
            }
        }
        return true;
    }
}
