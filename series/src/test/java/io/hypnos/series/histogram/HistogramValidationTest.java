package io.hypnos.series.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.Seeded;

@Seeded
class HistogramValidationTest {

    private static final Spans TWO = new Spans(new int[]{0}, new int[]{2});

    @Test
    void acceptsWhatIsInOrder(Random random) {
        for (int round = 0; round < 500; round++) {
            assertThat(RandomHistograms.integer(random).validate()).isNull();
            assertThat(RandomHistograms.floating(random).validate()).isNull();
        }
        assertThat(IntegerHistogram.STALE.validate()).isNull();
        assertThat(FloatHistogram.STALE.validate()).isNull();
    }

    @Test
    void refusesCountsThatDoNotAddUp() {
        assertThat(integers(exponential(0, TWO), 10, 1, 5, 4, 5)).isNull();
        assertThat(integers(exponential(0, TWO), 11, 1, 5, 4, 5)).isEqualTo(HistogramProblem.COUNT_MISMATCH);
        assertThat(integers(exponential(0, TWO), 11, 1, Double.NaN, 4, 5)).isNull();
        assertThat(integers(exponential(0, TWO), 9, 1, Double.NaN, 4, 5))
                .isEqualTo(HistogramProblem.COUNT_NOT_BIG_ENOUGH);
    }

    @Test
    void refusesNegativeCounts() {
        assertThat(integers(exponential(0, TWO), 4, 1, 5, 4, -1)).isEqualTo(HistogramProblem.NEGATIVE_BUCKET_COUNT);
        assertThat(floats(exponential(0, TWO), 4, 1, 4, -1)).isEqualTo(HistogramProblem.NEGATIVE_BUCKET_COUNT);
        assertThat(floats(exponential(0, TWO), 4, -1, 4, 1)).isEqualTo(HistogramProblem.NEGATIVE_BUCKET_COUNT);
        assertThat(floats(exponential(0, TWO), -4, 1, 4, 1)).isEqualTo(HistogramProblem.NEGATIVE_COUNT);
    }

    @Test
    void refusesUnknownSchemas() {
        assertThat(floats(exponential(9, TWO), 4, 1, 4, 1)).isEqualTo(HistogramProblem.INVALID_SCHEMA);
        assertThat(floats(exponential(-5, TWO), 4, 1, 4, 1)).isEqualTo(HistogramProblem.INVALID_SCHEMA);
        assertThat(new FloatHistogram(CounterResetHint.UNKNOWN, exponential(12, TWO), 4, 1, 4, new double[2])
                .reducedForStorage().validate()).isNull();
    }

    @Test
    void refusesSpansThatGoBack() {
        var back = new Spans(new int[]{0, -1}, new int[]{1, 1});
        assertThat(floats(exponential(0, back), 4, 1, 4, 1)).isEqualTo(HistogramProblem.SPAN_NEGATIVE_OFFSET);
        assertThat(floats(custom(back, 1, 2), 4, 0, 4, 1)).isEqualTo(HistogramProblem.SPAN_NEGATIVE_OFFSET);
    }

    @Test
    void refusesOddCustomBounds() {
        assertThat(floats(custom(TWO, 1), 4, 0, 4, 1)).isNull();
        assertThat(floats(custom(TWO), 4, 0, 4, 1)).isEqualTo(HistogramProblem.CUSTOM_BOUNDS_TOO_FEW);
        assertThat(floats(custom(TWO, 1, 1), 4, 0, 4, 1)).isEqualTo(HistogramProblem.CUSTOM_BOUNDS_NOT_INCREASING);
        assertThat(floats(custom(TWO, 1, Double.NaN), 4, 0, 4, 1)).isEqualTo(HistogramProblem.CUSTOM_BOUNDS_NAN);
        assertThat(floats(custom(TWO, 1, Double.POSITIVE_INFINITY), 4, 0, 4, 1))
                .isEqualTo(HistogramProblem.CUSTOM_BOUNDS_INFINITE);
        assertThat(floats(custom(TWO, 1), 4, 1, 4, 1)).isEqualTo(HistogramProblem.CUSTOM_BUCKETS_ZERO_COUNT);
        assertThat(floats(new HistogramLayout(-53, 1, TWO, Spans.NONE, new double[]{1}), 4, 0, 4, 1))
                .isEqualTo(HistogramProblem.CUSTOM_BUCKETS_ZERO_THRESHOLD);
        assertThat(floats(new HistogramLayout(-53, 0, TWO, TWO, new double[]{1}), 4, 0, 4, 1, 1, 1))
                .isEqualTo(HistogramProblem.CUSTOM_BUCKETS_NEGATIVE_SIDE);
        assertThat(floats(new HistogramLayout(0, 0, TWO, Spans.NONE, new double[]{1}), 4, 0, 4, 1))
                .isEqualTo(HistogramProblem.EXPONENTIAL_WITH_CUSTOM_BOUNDS);
    }

    @Test
    void limitsBucketsByLoweringTheResolution(Random random) {
        for (int round = 0; round < 200; round++) {
            IntegerHistogram histogram = RandomHistograms.integer(random, RandomHistograms.exponentialLayout(random),
                    CounterResetHint.UNKNOWN);
            Histogram limited = histogram.limitedTo(20);
            if (limited != null) {
                assertThat(limited.layout().bucketCount()).isLessThanOrEqualTo(20);
                assertThat(limited.validate()).isNull();
                assertThat(limited.toFloat()).isEqualTo(histogram.toFloat().reduceTo(limited.layout().schema()));
            }
        }
        assertThat(new FloatHistogram(CounterResetHint.UNKNOWN, custom(TWO, 1), 4, 0, 4, new double[2]).limitedTo(1))
                .isNull();
    }

    private static HistogramLayout exponential(int schema, Spans positive) {
        return new HistogramLayout(schema, 0, positive, Spans.NONE, new double[0]);
    }

    private static HistogramLayout custom(Spans positive, double... bounds) {
        return new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0, positive, Spans.NONE, bounds);
    }

    private static @Nullable HistogramProblem integers(HistogramLayout layout, long count, long zeroCount, double sum,
            long... buckets) {
        return new IntegerHistogram(CounterResetHint.UNKNOWN, layout, count, zeroCount, sum, buckets).validate();
    }

    private static @Nullable HistogramProblem floats(HistogramLayout layout, double count, double zeroCount,
            double... buckets) {
        return new FloatHistogram(CounterResetHint.UNKNOWN, layout, count, zeroCount, 1, buckets).validate();
    }
}
