package io.hypnos.promql.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumbersTest {

    private static final int RANDOM_NUMBERS = 200_000;

    private final NumberBytes numbers = new NumberBytes();
    private final byte[] bytes = new byte[NumberBytes.MAX_PLAIN];

    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, -0", "1, 1", "-1, -1", "10, 10", "1e15, 1000000000000000",
        "-9223372036854775808, -9223372036854776000", "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.7976931348623157e308, 1.7976931348623157e+308", "4.9e-324, 5e-324", "1e-6, 0.000001", "9.99e-7, 9.99e-07",
        "0.1, 0.1",
        "0.001, 0.001", "123.456, 123.456", "-0.30000000000000004, -0.30000000000000004", "1e-10, 1e-10",
        "2e-44, 2e-44",
        "9007199254740993, 9007199254740992", "9007199254740991, 9007199254740991", "1e23, 1e+23", "8.41e21, 8.41e+21",
        "2.2250738585072014e-308, 2.2250738585072014e-308", "5e-324, 5e-324", "1.5e300, 1.5e+300",
        "999999999999.999, 999999999999.999",
        "9999999999999.999, 9999999999999.998", "NaN, NaN", "Infinity, +Inf", "-Infinity, -Inf", "100.5, 100.5",
        "0.05, 0.05"})
    void printsSampleValuesAsTheApiDoes(double value, String expected) {
        assertThat(GoNumbers.json(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1e21, 1000000000000000000000", "1e-7, 0.0000001", "1.5e-9, 0.0000000015",
        "1.25e24, 1250000000000000000000000",
        "+Infinity, +Inf"})
    void printsWithoutExponentWherePlain(double value, String expected) {
        assertThat(GoNumbers.plain(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1e5, 100000", "1e6, 1e+06", "1e-4, 0.0001", "1e-5, 1e-05", "1234567, 1.234567e+06", "0, 0", "-0.0, -0",
        "0.5, 0.5",
        "1e100, 1e+100", "NaN, NaN"})
    void printsGeneralFormWithItsThresholds(double value, String expected) {
        assertThat(GoNumbers.general(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1234567, 4, 1.235e+06", "0.00001234567, 4, 1.235e-05", "12.345, 4, 12.35", "12.3, 4, 12.3",
        "99999, 4, 1e+05"})
    void roundsToSignificantDigits(double value, int count, String expected) {
        assertThat(GoNumbers.general(value, count)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1.0005, 3, 1.000", "1.0015, 3, 1.002", "-2.5, 0, -2", "1e22, 1, 10000000000000000000000.0",
        "0.125, 2, 0.12"})
    void roundsExactBinaryValueToDecimals(double value, int decimals, String expected) {
        assertThat(GoNumbers.fixed(value, decimals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "0.1, 0.1", "1e6, 1e+06", "+Infinity, +Inf", "0, 0.0"})
    void printsOpenMetricsNumbersWithPointOrExponent(double value, String expected) {
        assertThat(GoNumbers.openMetrics(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"1, 1", "+1.5e3, 1500", "-.5, -0.5", "Inf, Infinity",
        "-infinity, -Infinity", "0x1p4, 16", "1e400, null",
        "abc, null", "'', null", "1d, null", "+nan, null", "NaN, NaN", "1_000, null", "' 1', null"})
    void parsesWhatGoParses(String text, @Nullable Double expected) {
        assertThat(GoNumbers.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.001", "10, 0.01", "100, 0.1", "1000, 1", "1500, 1.5", "-1, -0.001", "-1500, -1.5",
        "1700000000123, 1700000000.123"})
    void printsMillisecondsAsSeconds(long millis, String expected) {
        assertThat(text(numbers.seconds(millis, bytes, 0))).isEqualTo(expected);
    }

    @Test
    void printsAllWholeNumbers() {
        for (long value : new long[]{0, 9, 10, 99, 100, 101, -1, -100, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(text(numbers.integer(value, bytes, 0))).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void shortestDigitsReadBackAndNoneIsShorter() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        for (int i = 0; i < RANDOM_NUMBERS; i++) {
            check(Double.longBitsToDouble(random.nextLong()));
            check((double) Math.round(random.nextDouble() * 1e6) / 1000);
            check(random.nextInt(100_000) / 100.0);
            check(random.nextLong() * 0x1p-20);
        }
    }

    @Test
    void shortestDigitsAroundPowers() {
        for (int power = -1074; power < 1024; power++) {
            double value = Math.scalb(1.0, power);
            check(value);
            check(Math.nextUp(value));
            check(Math.nextDown(value));
        }
        for (int power = -323; power <= 308; power++) {
            double value = Double.parseDouble("1e" + power);
            check(value);
            check(Math.nextUp(value));
            check(Math.nextDown(value));
        }
    }

    private void check(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        String text = text(numbers.json(value, bytes, 0));
        if (Double.doubleToRawLongBits(Double.parseDouble(text)) != Double.doubleToRawLongBits(value)) {
            throw new AssertionError(text + " does not read back as " + value);
        }
        // The JDK's text has the shortest digits, too, but never fewer than two of them.
        var own = new BigDecimal(text);
        var known = new BigDecimal(Double.toString(value));
        if (own.compareTo(known) != 0 && (own.stripTrailingZeros().precision() != 1 || known.precision() != 2)) {
            throw new AssertionError(text + " instead of " + known);
        }
        String plain = text(numbers.plain(value, bytes, 0));
        if (plain.indexOf('e') >= 0 || new BigDecimal(plain).compareTo(own) != 0) {
            throw new AssertionError(plain + " is not " + text);
        }
    }

    private String text(int end) {
        return new String(bytes, 0, end, StandardCharsets.US_ASCII);
    }
}
