package io.hypnos.series.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialBoundsTest {

    @Test
    void powersOfTwoAreExactInEverySchema() {
        for (int schema = -4; schema <= 8; schema++) {
            for (int power = -300; power <= 300; power++) {
                if (schema >= 0) {
                    assertThat(ExponentialBounds.upper(power << schema, schema)).isEqualTo(Math.scalb(1.0, power));
                } else if (power % (1 << -schema) == 0) {
                    assertThat(ExponentialBounds.upper(power >> -schema, schema)).isEqualTo(Math.scalb(1.0, power));
                }
            }
        }
    }

    @Test
    void boundsBetweenAreThoseOfPrometheus() {
        assertThat(ExponentialBounds.upper(1, 1)).isEqualTo(2 * 0.7071067811865475);
        assertThat(ExponentialBounds.upper(-1, 1)).isEqualTo(0.7071067811865475);
        assertThat(ExponentialBounds.upper(3, 3)).isEqualTo(2 * 0.6484197773255048);
        assertThat(ExponentialBounds.upper(511, 8)).isEqualTo(4 * 0.9972960560854698);
        assertThat(ExponentialBounds.upper(255, 8)).isEqualTo(2 * 0.9972960560854698);
    }

    @Test
    void boundsLieWithinAFewBitsOfThePower() {
        for (int schema = 0; schema <= 8; schema++) {
            for (int index = -(100 << schema); index < 100 << schema; index++) {
                double expected = Math.pow(2, index * Math.pow(2, -schema));
                assertThat(Math.abs(ExponentialBounds.upper(index, schema) - expected))
                        .isLessThanOrEqualTo(6 * Math.ulp(expected));
                assertThat(ExponentialBounds.upper(index, schema))
                        .isLessThan(ExponentialBounds.upper(index + 1, schema));
            }
        }
    }

    @Test
    void theLastFiniteBucketEndsAtTheLargestNumber() {
        assertThat(ExponentialBounds.upper(1024, 0)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper(1025, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ExponentialBounds.upper(1024 << 8, 8)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper((1024 << 8) + 1, 8)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ExponentialBounds.upper(64, -4)).isEqualTo(Double.MAX_VALUE);
        assertThat(ExponentialBounds.upper(65, -4)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ExponentialBounds.upper(Integer.MIN_VALUE, -4)).isZero();
        assertThat(ExponentialBounds.upper(-1074, 0)).isEqualTo(Double.MIN_VALUE);
    }
}
