package io.hypnos.promql.number;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Floating-point numbers as text, exactly as Go prints them. NaN is `NaN`, infinities are `+Inf` and `-Inf`.
public final class GoNumbers {

    private static final Pattern NUMBER = Pattern
            .compile(
                    "(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?\\d+");

    private GoNumbers() {}

    /// Shortest digits without an exponent, as `strconv.FormatFloat(v, 'f', -1, 64)`.
    public static String plain(double value) {
        byte[] bytes = new byte[NumberBytes.MAX_PLAIN];
        int end = new NumberBytes().plain(value, bytes, 0);
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /// As [#plain(double)], but with an exponent below 1e-6 and from 1e21 on, as the HTTP API prints sample values.
    public static String json(double value) {
        byte[] bytes = new byte[NumberBytes.MAX_LENGTH];
        int end = new NumberBytes().json(value, bytes, 0);
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /// Shortest digits with an exponent below 1e-4 and from 1e6 on, as `%v` and `%g`.
    public static String general(double value) {
        return general(value, Decimal.shortest(Double.isFinite(value) ? value : 0), 6);
    }

    /// `count` significant digits at most, as `%.<count>g`.
    public static String general(double value, int count) {
        return general(value, Decimal.rounded(Double.isFinite(value) ? value : 0, count), count);
    }

    /// A fixed number of decimals, as `%.<decimals>f`.
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        String text = new BigDecimal(Math.abs(value)).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        return isNegative(value) ? "-" + text : text;
    }

    /// Shortest digits with a point or an exponent in any case, as OpenMetrics wants its `le` and `quantile`.
    public static String openMetrics(double value) {
        String text = general(value);
        boolean plainInteger = Double.isFinite(value) && text.indexOf('e') < 0 && text.indexOf('.') < 0;
        return plainInteger ? text + ".0" : text;
    }

    /// The number that a text stands for, as `strconv.ParseFloat` reads it; null when it stands for none or for one too large.
    public static @Nullable Double parse(String text) {
        String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        String lower = unsigned.toLowerCase(Locale.ROOT);
        if (lower.equals("inf") || lower.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return lower.length() == text.length() ? Double.NaN : null;
        }
        if (unsigned.isEmpty() || !NUMBER.matcher(unsigned).matches()) {
            return null;
        }
        double value = Double.parseDouble(unsigned);
        return Double.isInfinite(value) ? null : (Double) (sign * value);
    }

    private static String general(double value, Decimal decimal, int exponentFrom) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        var text = new StringBuilder(24);
        sign(text, value);
        int exponent = decimal.digits().isEmpty() ? 0 : decimal.point() - 1;
        if (exponent < -4 || exponent >= exponentFrom) {
            appendExponent(text, decimal);
        } else {
            appendPlain(text, decimal);
        }
        return text.toString();
    }

    private static void sign(StringBuilder text, double value) {
        if (isNegative(value)) {
            text.append('-');
        }
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "+Inf" : "-Inf";
    }

    private static void appendPlain(StringBuilder text, Decimal decimal) {
        String digits = decimal.digits();
        int point = decimal.point();
        if (point <= 0) {
            text.append('0');
            if (!digits.isEmpty()) {
                text.append('.').repeat('0', -point).append(digits);
            }
        } else if (point >= digits.length()) {
            text.append(digits).repeat('0', point - digits.length());
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
    }

    private static void appendExponent(StringBuilder text, Decimal decimal) {
        String digits = decimal.digits();
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        int exponent = decimal.point() - 1;
        text.append('e').append(exponent < 0 ? '-' : '+');
        int abs = Math.abs(exponent);
        if (abs < 10) {
            text.append('0');
        }
        text.append(abs);
    }
}
