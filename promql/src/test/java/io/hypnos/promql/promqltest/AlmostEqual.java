package io.hypnos.promql.promqltest;

import java.util.Arrays;
import java.util.Map;

import io.hypnos.promql.naive.NaiveHistogram;

/// Equality of numbers up to a relative error.
///
/// A stale marker equals only a stale marker, and every other NaN every other NaN.
public record AlmostEqual(double epsilon) {

    /// What scripts allow.
    static final AlmostEqual SCRIPT = new AlmostEqual(1e-6);

    private static final long STALE = 0x7ff0000000000002L;

    public boolean test(double a, double b) {
        boolean staleA = Double.doubleToRawLongBits(a) == STALE;
        boolean staleB = Double.doubleToRawLongBits(b) == STALE;
        if (staleA || staleB) {
            return staleA && staleB;
        }
        if (Double.isNaN(a) && Double.isNaN(b) || a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < epsilon * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < epsilon;
    }

    /// Whether two histograms have the same populated buckets with almost the same counts. The reset hint is not looked at.
    public boolean test(NaiveHistogram rawA, NaiveHistogram rawB) {
        NaiveHistogram a = rawA.compacted();
        NaiveHistogram b = rawB.compacted();
        return a.scale().schema() == b.scale().schema()
                && a.scale().zeroThreshold() == b.scale().zeroThreshold()
                && (!a.scale().isCustom() || Arrays.equals(a.scale().custom(), b.scale().custom()))
                && test(a.count(), b.count()) && test(a.sum(), b.sum()) && test(a.zeroCount(), b.zeroCount())
                && test(a.positive(), b.positive()) && test(a.negative(), b.negative());
    }

    private boolean test(Map<Integer, Double> a, Map<Integer, Double> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream().allMatch(e -> test(e.getValue(), b.get(e.getKey())));
    }
}
