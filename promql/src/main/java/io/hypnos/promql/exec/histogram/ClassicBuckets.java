package io.hypnos.promql.exec.histogram;

import java.util.Arrays;

/// The buckets of a classic histogram at one step: upper bounds in ascending order and cumulative counts. Reused.
///
/// Counts that fall from bucket to bucket, which real histograms cannot have, are lifted to the one before; differences so small that rounding
/// explains them are levelled without a word.
public final class ClassicBuckets {

    private static final double TOLERANCE = 1e-12;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;
    private boolean forcedMonotonic;
    private double minForced;
    private double maxForced;
    private double maxDifference;

    public void clear() {
        size = 0;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Appends a bucket whose bound is not below that of the last one; buckets of one bound are added up.
    public void add(double bound, double count) {
        if (size > 0 && bounds[size - 1] == bound) {
            counts[size - 1] += count;
            return;
        }
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        bounds[size] = bound;
        counts[size++] = count;
    }

    /// The `q`-quantile, interpolated linearly inside its bucket. The lowest bucket begins at 0 if it ends above; in the highest one the answer
    /// is its lower bound.
    public double quantile(double q) {
        forcedMonotonic = false;
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        makeMonotonic();
        double observations = counts[size - 1];
        if (size < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = q * observations;
        int bucket = firstWith(rank);
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = bucket > 0 ? bounds[bucket - 1] : 0;
        double before = bucket > 0 ? counts[bucket - 1] : 0;
        return start + (bounds[bucket] - start) * ((rank - before) / (counts[bucket] - before));
    }

    /// The first bucket but the last that has at least `rank` observations, else the last.
    private int firstWith(double rank) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (counts[middle] >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void makeMonotonic() {
        minForced = Double.POSITIVE_INFINITY;
        maxForced = Double.NEGATIVE_INFINITY;
        maxDifference = 0;
        double previous = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count == previous) {
                continue;
            }
            if (isAlmost(previous, count)) {
                counts[i] = previous;
            } else if (count < previous) {
                counts[i] = previous;
                forcedMonotonic = true;
                minForced = Math.min(minForced, bounds[i]);
                maxForced = Math.max(maxForced, bounds[i]);
                maxDifference = Math.max(maxDifference, previous - count);
            } else {
                previous = count;
            }
        }
    }

    private static boolean isAlmost(double a, double b) {
        if (Double.isNaN(a) && Double.isNaN(b)) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// Whether the last quantile needed counts to be lifted.
    public boolean forcedMonotonic() {
        return forcedMonotonic;
    }

    /// The lowest bound whose count was lifted.
    public double minForced() {
        return minForced;
    }

    public double maxForced() {
        return maxForced;
    }

    /// By how much a count was lifted at most.
    public double maxDifference() {
        return maxDifference;
    }

    /// The part of the observations between two numbers.
    public double fraction(double lower, double upper) {
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        double count = counts[size - 1];
        if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (Math.min(rank(upper), count) - Math.min(rank(lower), count)) / count;
    }

    /// How many observations lie below a number.
    private double rank(double value) {
        double before = 0;
        double from = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
        for (int i = 0; i < size; i++) {
            double to = bounds[i];
            if (from >= value) {
                return before;
            }
            if (to > value) {
                // Of a bucket without lower end all observations count, of one without upper end none.
                return from == Double.NEGATIVE_INFINITY
                        ? counts[i]
                        : before + (counts[i] - before) * (value - from) / (to - from);
            }
            before = counts[i];
            from = to;
        }
        return Double.POSITIVE_INFINITY;
    }
}
