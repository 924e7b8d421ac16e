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
        var shortest = new ShortestDigits();
        shortest.of(abs);
        String digits = Long.toString(shortest.digits());
        return new Decimal(digits, digits.length() + shortest.exponent());
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
