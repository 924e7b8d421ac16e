package io.hypnos.promql.number;

/// Functions of numbers whose edge cases differ between Go, whose answers PromQL gives, and Java.
public final class GoMath {

    private static final double LN_2 = 0.693147180559945309417232121458176568;
    private static final double LN_10 = 2.30258509299404568401799145468436421;

    private GoMath() {}

    /// The smaller number; negative infinity is smaller than NaN, else NaN wins.
    public static double min(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(a, b);
    }

    /// The larger number; positive infinity is larger than NaN, else NaN wins.
    public static double max(double a, double b) {
        if (a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(a, b);
    }

    /// As [Math#pow(double, double)], but 1 to any power is 1, and so is -1 to an infinite one.
    public static double pow(double base, double exponent) {
        if (base == 1 || base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    /// Exact for powers of 2.
    public static double log2(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return Math.log(x) * (1 / LN_2);
        }
        int exponent = Math.getExponent(x) + 1;
        double fraction = Math.scalb(x, -exponent);
        if (x < Double.MIN_NORMAL) {
            double scaled = x * 0x1p52;
            exponent = Math.getExponent(scaled) + 1;
            fraction = Math.scalb(scaled, -exponent);
            exponent -= 52;
        }
        if (fraction == 0.5) {
            return exponent - 1;
        }
        return Math.log(fraction) * (1 / LN_2) + exponent;
    }

    public static double log10(double x) {
        return log2(x) * (LN_2 / LN_10);
    }

    /// Exact for whole numbers.
    public static double exp2(double x) {
        if (x == Math.rint(x) && Math.abs(x) < 1000) {
            return Math.scalb(1.0, (int) x);
        }
        return Math.pow(2, x);
    }

    public static double asinh(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        double abs = Math.abs(x);
        double result;
        if (abs > 0x1p28) {
            result = Math.log(abs) + LN_2;
        } else if (abs > 2) {
            result = Math.log(2 * abs + 1 / (Math.sqrt(x * x + 1) + abs));
        } else if (abs < 0x1p-28) {
            result = abs;
        } else {
            result = Math.log1p(abs + x * x / (1 + Math.sqrt(1 + x * x)));
        }
        return Math.copySign(result, x);
    }

    public static double acosh(double x) {
        if (x < 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x == 1) {
            return 0;
        }
        if (x >= 0x1p28) {
            return Math.log(x) + LN_2;
        }
        if (x > 2) {
            return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
        }
        double t = x - 1;
        return Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    public static double atanh(double x) {
        double abs = Math.abs(x);
        if (abs > 1 || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (abs == 1) {
            return x > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        double result;
        if (abs < 0x1p-28) {
            result = abs;
        } else if (abs < 0.5) {
            double twice = abs + abs;
            result = 0.5 * Math.log1p(twice + twice * abs / (1 - abs));
        } else {
            result = 0.5 * Math.log1p((abs + abs) / (1 - abs));
        }
        return Math.copySign(result, x);
    }

    /// A number as a whole one, as a CPU converts it: what does not fit becomes the smallest.
    public static long truncate(double x) {
        return x >= -0x1p63 && x < 0x1p63 ? (long) x : Long.MIN_VALUE;
    }
}
