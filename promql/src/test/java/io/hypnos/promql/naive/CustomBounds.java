package io.hypnos.promql.naive;

import java.util.Arrays;

/// Custom buckets of two histograms brought together: only the bounds that both have remain.
final class CustomBounds {

    private CustomBounds() {}

    static double[] common(double[] a, double[] b) {
        return Arrays.stream(a).filter(bound -> Arrays.stream(b).anyMatch(other -> other == bound)).toArray();
    }

    /// Index among the `common` buckets of the one that holds bucket `index` of a histogram with `bounds`.
    static int target(int index, double[] bounds, double[] common) {
        if (index >= bounds.length) {
            return common.length;
        }
        int target = 0;
        while (target < common.length && common[target] < bounds[index]) {
            target++;
        }
        return target;
    }
}
