package io.hypnos.promql.exec.histogram;

import io.hypnos.promql.number.GoMath;

/// How observations are taken to lie inside a bucket.
final class BucketFraction {

    private BucketFraction() {}

    /// The part of a bucket's width that lies below `value`, which is inside. Bounds are finite.
    ///
    /// @param linear whether observations are spread evenly, else evenly on a logarithmic scale
    static double below(double value, double lower, double upper, boolean linear) {
        if (linear) {
            return (value - lower) / (upper - lower);
        }
        double logLower = GoMath.log2(Math.abs(lower));
        double logUpper = GoMath.log2(Math.abs(upper));
        double log = GoMath.log2(Math.abs(value));
        if (value > 0) {
            return (log - logLower) / (logUpper - logLower);
        }
        return 1 - (log - logUpper) / (logLower - logUpper);
    }
}
