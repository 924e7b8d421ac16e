package io.hypnos.promql.naive;

import java.util.Map;
import java.util.NavigableMap;

/// The zero bucket that a histogram would have if it were wider.
///
/// @param threshold at least the wanted one: a populated bucket is swallowed whole or not at all
/// @param count     observations inside
record ZeroBucket(double threshold, double count) {

    static ZeroBucket widened(NaiveHistogram histogram, double wanted) {
        double threshold = wanted;
        if (threshold == histogram.scale().zeroThreshold()) {
            return new ZeroBucket(threshold, histogram.zeroCount());
        }
        double before;
        do {
            before = threshold;
            threshold = Math.max(endOfCut(histogram, histogram.positive(), threshold),
                    endOfCut(histogram, histogram.negative(), threshold));
        } while (threshold != before);
        double count = histogram.zeroCount() + inside(histogram, histogram.positive(), threshold)
                + inside(histogram, histogram.negative(), threshold);
        return new ZeroBucket(threshold, count);
    }

    /// Where the populated bucket ends that the threshold cuts, else the threshold.
    private static double endOfCut(NaiveHistogram histogram, NavigableMap<Integer, Double> buckets,
            double threshold) {
        for (Map.Entry<Integer, Double> bucket : buckets.entrySet()) {
            double lower = histogram.scale().bound(bucket.getKey() - 1);
            double upper = histogram.scale().bound(bucket.getKey());
            if (lower < threshold && threshold < upper && bucket.getValue() != 0) {
                return upper;
            }
        }
        return threshold;
    }

    private static double inside(NaiveHistogram histogram, NavigableMap<Integer, Double> buckets, double threshold) {
        var sum = new Kahan(0);
        buckets.forEach((index, count) -> {
            if (histogram.scale().bound(index - 1) < threshold) {
                sum.add(count);
            }
        });
        return sum.value();
    }
}
