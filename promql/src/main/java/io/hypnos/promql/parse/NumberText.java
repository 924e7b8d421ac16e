package io.hypnos.promql.parse;

import java.math.BigInteger;
import java.util.Locale;

/// Reads numbers as Go does: integers in base 10, 16 (`0x1F`), or 8 (`017`), else floating-point numbers, both with underscores between
/// digits.
final class NumberText {

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

    private NumberText() {}

    /// @throws NumberFormatException with the reason in Go's words
    static double parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        String plain = withoutUnderscores(lower);
        if (plain.startsWith("0x")) {
            return integer(text, plain.substring(2), 16);
        }
        if (plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean octal = plain.length() > 1 && plain.charAt(0) == '0' && plain.chars().allMatch(c -> c < '8');
            if (octal) {
                return integer(text, plain, 8);
            }
            BigInteger number = new BigInteger(plain);
            boolean fits = number.compareTo(LIMIT) < 0 && !(plain.length() > 1 && plain.charAt(0) == '0');
            if (fits) {
                return number.doubleValue();
            }
        }
        return floatingPoint(text, plain);
    }

    private static double integer(String text, String digits, int base) {
        if (digits.isEmpty()) {
            throw invalid(text);
        }
        BigInteger number = new BigInteger(digits, base);
        if (number.compareTo(LIMIT) >= 0) {
            if (base == 16) {
                throw invalid(text);
            }
            return Double.parseDouble(digits);
        }
        return number.doubleValue();
    }

    private static double floatingPoint(String text, String plain) {
        double number;
        try {
            number = Double.parseDouble(plain);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        if (Double.isInfinite(number)) {
            throw new NumberFormatException(
                    "strconv.ParseFloat: parsing " + GoQuote.string(text) + ": value out of range");
        }
        return number;
    }

    /// Without underscores, which must stand between digits or behind the prefix; unchanged if one does not. The lexer lets none stand
    /// beside a point or an exponent.
    private static String withoutUnderscores(String text) {
        return text.endsWith("_") || text.contains("__") ? text : text.replace("_", "");
    }

    private static NumberFormatException invalid(String text) {
        return new NumberFormatException("strconv.ParseFloat: parsing " + GoQuote.string(text) + ": invalid syntax");
    }
}
