package io.hypnos.promql.number;

import java.util.Arrays;

/// Quantiles of plain numbers.
public final class Quantiles {

    private Quantiles() {}

    /// The `q`-quantile of the values, between two of them by linear interpolation. NaN counts as the smallest value. Of nothing, and for a
    /// NaN quantile, NaN; below 0 negative and above 1 positive infinity.
    ///
    /// @param values sorted by the call, NaN first
    public static double ofUnsorted(double q, double[] values) {
        return ofUnsorted(q, values, values.length);
    }

    /// The quantile of the first `count` values.
    public static double ofUnsorted(double q, double[] values, int count) {
        sort(values, count);
        return ofSorted(q, values, count);
    }

    /// The quantile of the first `count` values, which are in ascending order, NaN first.
    public static double ofSorted(double q, double[] values, int count) {
        if (count == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        double rank = q * (count - 1);
        double floor = Math.floor(rank);
        int lower = (int) Math.max(0, floor);
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - floor;
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sort(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int nans = 0;
        while (nans < count && Double.isNaN(values[count - 1 - nans])) {
            nans++;
        }
        if (nans > 0) {
            System.arraycopy(values, 0, values, nans, count - nans);
            Arrays.fill(values, 0, nans, Double.NaN);
        }
    }
}
