package io.hypnos.promql.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The digits of a finite number and where its decimal point stands: `0.d1d2d3… × 10^point`. Zero has no digits.
///
/// @param digits without leading or trailing zeros
record Decimal(String digits, int point) {

    private static final Decimal ZERO = new Decimal("", 0);

    /// The shortest digits that read back as `value`, of several the nearest.
    static Decimal shortest(double value) {
        double abs = Math.abs(value);
        if (abs == 0) {
            return ZERO;
        }
        // Double.toString gives the shortest digits, but never fewer than two.
        Decimal two = of(new BigDecimal(Double.toString(abs)));
        if (two.digits.length() != 2) {
            return two;
        }
        Decimal one = rounded(abs, 1);
        return Double.parseDouble("0." + one.digits + "e" + one.point) == abs ? one : two;
    }

    /// The exact value rounded half-even to `count` digits.
    static Decimal rounded(double value, int count) {
        double abs = Math.abs(value);
        return abs == 0 ? ZERO : of(new BigDecimal(abs).round(new MathContext(count, RoundingMode.HALF_EVEN)));
    }

    private static Decimal of(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        return new Decimal(digits, digits.length() - stripped.scale());
    }
}
