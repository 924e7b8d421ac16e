package io.hypnos.promql.naive;

import java.util.List;

/// The mathematical functions of the language that Java has not, or has with other edges.
final class NaiveMath {

    private static final double LN2 = 0.693147180559945309417232121458176568;
    private static final double LN10 = 2.30258509299404568401799145468436421;

    private NaiveMath() {}

    /// The binary exponent plus the logarithm of the rest, as Go computes it: close to 1 that loses digits, and the loss shows.
    static double log2(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return Math.log(x);
        }
        int exponent = Math.getExponent(x) + 1;
        double fraction = Math.scalb(x, -exponent);
        if (x < Double.MIN_NORMAL) {
            double scaled = x * 0x1p52;
            exponent = Math.getExponent(scaled) + 1;
            fraction = Math.scalb(scaled, -exponent);
            exponent -= 52;
        }
        return fraction == 0.5 ? exponent - 1 : Math.log(fraction) * (1 / LN2) + exponent;
    }

    static double log10(double x) {
        return log2(x) * (LN2 / LN10);
    }

    static double sinh(double x) {
        return Math.abs(x) > 21 ? Math.copySign(Math.exp(Math.abs(x)) * 0.5, x) : Math.sinh(x);
    }

    static double cosh(double x) {
        return Math.abs(x) > 21 ? Math.exp(Math.abs(x)) * 0.5 : Math.cosh(x);
    }

    static double asinh(double x) {
        double abs = Math.abs(x);
        if (!Double.isFinite(x) || x == 0) {
            return x;
        }
        double result;
        if (abs > 1L << 28) {
            result = Math.log(abs) + LN2;
        } else if (abs > 2) {
            result = Math.log(2 * abs + 1 / (Math.sqrt(abs * abs + 1) + abs));
        } else {
            result = Math.log1p(abs + abs * abs / (1 + Math.sqrt(1 + abs * abs)));
        }
        return Math.copySign(result, x);
    }

    static double acosh(double x) {
        if (x < 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x >= 1L << 28) {
            return Math.log(x) + LN2;
        }
        double t = x - 1;
        return x > 2
                ? Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
                : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        if (x < -1 || x > 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        double abs = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * abs / (1 - abs)), x);
    }

    /// As C defines it: 1 wins over NaN, and a base of -1 with an infinite exponent gives 1.
    static double pow(double base, double exponent) {
        if (base == 1 || base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    static double sign(double x) {
        return x < 0 ? -1 : x > 0 ? 1 : x;
    }

    /// NaN if any is NaN, except that an infinity of the wanted kind wins.
    static double max(double a, double b) {
        if (a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(a, b);
    }

    static double min(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(a, b);
    }

    /// The quantile of the values with linear interpolation between neighbours; NaN sorts below everything.
    static double quantile(double q, List<Double> values) {
        if (values.isEmpty() || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = values.stream().sorted(NaiveMath::compareNanFirst).mapToDouble(Double::doubleValue)
                .toArray();
        double rank = q * (sorted.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }

    static int compareNanFirst(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(b), Double.isNaN(a));
        }
        return a < b ? -1 : a > b ? 1 : 0;
    }
}
