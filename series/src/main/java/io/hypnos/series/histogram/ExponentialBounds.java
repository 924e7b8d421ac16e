package io.hypnos.series.histogram;

/// Bounds of exponential buckets, to the bit as Prometheus has them.
final class ExponentialBounds {

    /// `2^(i/256 - 1)` for each bucket of schema 8 in [0.5, 1). Lower schemas use every second, fourth … entry.
    private static final double[] FRACTIONS = fractions();

    private static final int MAX_SCHEMA = HistogramLayout.MAX_EXPONENTIAL_SCHEMA;

    private ExponentialBounds() {}

    /// Each entry is the product of 0.5 and those of `2^(1/2), 2^(1/4) … 2^(1/256)` whose bit is set in `i`, multiplied in this order and
    /// rounded each time. That is how Prometheus' table came to be, with a square root of two that was one bit too low; the entries are
    /// part of the format by now.
    private static double[] fractions() {
        double[] roots = new double[HistogramLayout.MAX_EXPONENTIAL_SCHEMA];
        double root = 2;
        for (int i = 0; i < roots.length; i++) {
            root = Math.sqrt(root);
            roots[i] = root;
        }
        roots[0] = Math.nextDown(roots[0]);
        double[] fractions = new double[1 << HistogramLayout.MAX_EXPONENTIAL_SCHEMA];
        for (int i = 0; i < fractions.length; i++) {
            double fraction = 0.5;
            for (int j = 0; j < roots.length; j++) {
                if ((i >> roots.length - 1 - j & 1) != 0) {
                    fraction *= roots[j];
                }
            }
            fractions[i] = fraction;
        }
        return fractions;
    }

    /// The upper bound of the positive bucket `index`. The last bucket of finite numbers ends at the largest of them, so that infinities have
    /// a bucket of their own behind it.
    static double upper(int index, int schema) {
        if (schema < 0) {
            long exponent = (long) index << -schema;
            return exponent == 1024 ? Double.MAX_VALUE : Math.scalb(1.0, clamp(exponent));
        }
        if (schema > MAX_SCHEMA) {
            throw new IllegalArgumentException("no bounds for schema " + schema);
        }
        double fraction = FRACTIONS[(index & (1 << schema) - 1) << MAX_SCHEMA - schema];
        int exponent = (index >> schema) + 1;
        return fraction == 0.5 && exponent == 1025 ? Double.MAX_VALUE : Math.scalb(fraction, exponent);
    }

    private static int clamp(long exponent) {
        return (int) Math.clamp(exponent, -4000, 4000);
    }
}
