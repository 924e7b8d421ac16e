package io.hypnos.series.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.hypnos.series.histogram.BucketCursor.Order;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.Seeded;

@Seeded
class HistogramArithmeticTest {

    @Test
    void addsBucketByBucketWhereScalesAreEqual(Random random) {
        for (int round = 0; round < 500; round++) {
            FloatHistogram a = RandomHistograms.floating(random, RandomHistograms.exponentialLayout(random),
                    CounterResetHint.UNKNOWN);
            HistogramLayout other = RandomHistograms.exponentialLayout(random);
            FloatHistogram b = RandomHistograms.floating(random,
                    new HistogramLayout(a.layout().schema(), a.layout().zeroThreshold(),
                            other.positive(), other.negative(), new double[0]),
                    CounterResetHint.UNKNOWN);
            Map<String, Double> expected = buckets(a);
            buckets(b).forEach((bucket, count) -> expected.merge(bucket, count, Double::sum));
            FloatHistogram sum = a.plus(b);
            assertThat(sum.count()).isEqualTo(a.count() + b.count());
            assertThat(sum.zeroCount()).isEqualTo(a.zeroCount() + b.zeroCount());
            assertThat(sum.sum()).isEqualTo(a.sum() + b.sum());
            Map<String, Double> actual = buckets(sum);
            actual.values().removeIf(count -> count == 0);
            expected.entrySet().removeIf(e -> e.getValue() == 0 || isInZeroBucket(b.layout(), e.getKey()));
            actual.keySet().removeIf(bucket -> isInZeroBucket(b.layout(), bucket));
            assertThat(actual).isEqualTo(expected);
            assertThat(sum.minus(b).compact(0).count()).isEqualTo(sum.count() - b.count());
        }
    }

    @Test
    void noObservationIsLostBetweenSchemasAndBounds(Random random) {
        for (int round = 0; round < 2000; round++) {
            boolean custom = random.nextInt(3) == 0;
            FloatHistogram a = RandomHistograms.floating(random, layout(random, custom), CounterResetHint.UNKNOWN);
            FloatHistogram b = RandomHistograms.floating(random, layout(random, custom), CounterResetHint.UNKNOWN);
            FloatHistogram c = RandomHistograms.floating(random, layout(random, custom), CounterResetHint.UNKNOWN);
            var sum = HistogramAccumulator.compensated(a);
            sum.add(b);
            sum.add(c);
            FloatHistogram result = sum.result();
            double expected = observationsOutsideTheZeroBucket(a) + observationsOutsideTheZeroBucket(b)
                    + observationsOutsideTheZeroBucket(c);
            assertThat(observationsOutsideTheZeroBucket(result)).isCloseTo(expected, within(1e-6));
            assertThat(result.zeroCount()).isCloseTo(a.zeroCount() + b.zeroCount() + c.zeroCount(), within(1e-6));
            assertThat(result.layout().schema()).isEqualTo(
                    Math.min(a.layout().schema(), Math.min(b.layout().schema(), c.layout().schema())));
        }
    }

    private static double observationsOutsideTheZeroBucket(FloatHistogram histogram) {
        double observations = 0;
        for (double bucket : histogram.buckets()) {
            observations += bucket;
        }
        return observations;
    }

    private static HistogramLayout layout(Random random, boolean custom) {
        if (custom) {
            return RandomHistograms.customLayout(random);
        }
        HistogramLayout layout = RandomHistograms.exponentialLayout(random);
        return new HistogramLayout(layout.schema(), 0, layout.positive(), layout.negative(), new double[0]);
    }

    @Test
    void widensTheZeroBucketToTheEndOfAPopulatedBucket() {
        FloatHistogram narrow = exponential(0, 0.5, 3, new Spans(new int[]{1}, new int[]{2}), 10, 20);
        FloatHistogram wide = exponential(0, 1.5, 5, Spans.NONE);
        FloatHistogram sum = narrow.plus(wide);
        assertThat(sum.layout().zeroThreshold()).isEqualTo(2);
        assertThat(sum.zeroCount()).isEqualTo(3 + 10 + 5);
        assertThat(buckets(sum)).containsOnly(Map.entry("+2", 20.0));
        assertThat(wide.plus(narrow).compact(0)).isEqualTo(sum.compact(0));
    }

    @Test
    void anEmptyBucketDoesNotWidenTheZeroBucket() {
        FloatHistogram narrow = exponential(0, 0.5, 3, new Spans(new int[]{1}, new int[]{2}), 0, 20);
        FloatHistogram sum = narrow.plus(exponential(0, 1.5, 5, Spans.NONE));
        assertThat(sum.layout().zeroThreshold()).isEqualTo(1.5);
        assertThat(sum.zeroCount()).isEqualTo(8);
    }

    @Test
    void addsInTheLowerResolution() {
        FloatHistogram fine = exponential(1, 0, 0, new Spans(new int[]{1}, new int[]{4}), 1, 2, 3, 4);
        FloatHistogram coarse = exponential(0, 0, 0, new Spans(new int[]{2}, new int[]{1}), 100);
        assertThat(buckets(fine.plus(coarse))).containsOnly(Map.entry("+1", 3.0), Map.entry("+2", 107.0));
        assertThat(buckets(coarse.plus(fine))).containsOnly(Map.entry("+1", 3.0), Map.entry("+2", 107.0));
        assertThat(coarse.plus(fine).layout().schema()).isZero();
        assertThat(buckets(fine.reduceTo(-4))).containsOnly(Map.entry("+1", 10.0));
    }

    @Test
    void keepsTheCustomBoundsThatBothHave() {
        FloatHistogram a = custom(new double[]{1, 2, 5}, 1, 2, 4, 8);
        FloatHistogram b = custom(new double[]{2, 3, 5, 10}, 16, 32, 64, 128, 256);
        var sum = HistogramAccumulator.plain(a);
        sum.add(b);
        assertThat(sum.boundsReconciled()).isTrue();
        assertThat(sum.result().layout().customValues()).containsExactly(2, 5);
        assertThat(sum.result().buckets()).containsExactly(1 + 2 + 16, 4 + 32 + 64, 8 + 128 + 256);
        assertThat(a.plus(custom(new double[0], 7)).buckets()).containsExactly(22);
    }

    @Test
    void refusesToMixExponentialAndCustomBuckets() {
        FloatHistogram a = custom(new double[]{1}, 1, 2);
        FloatHistogram b = exponential(0, 0, 0, Spans.NONE);
        assertThat(a.isCompatibleWith(b)).isFalse();
        assertThatThrownBy(() -> a.plus(b)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hintsOfBothGoTogether() {
        assertThat(hint(CounterResetHint.GAUGE, CounterResetHint.RESET)).isEqualTo("GAUGE false");
        assertThat(hint(CounterResetHint.NOT_RESET, CounterResetHint.GAUGE)).isEqualTo("GAUGE false");
        assertThat(hint(CounterResetHint.NOT_RESET, CounterResetHint.UNKNOWN)).isEqualTo("UNKNOWN false");
        assertThat(hint(CounterResetHint.NOT_RESET, CounterResetHint.RESET)).isEqualTo("UNKNOWN true");
        assertThat(hint(CounterResetHint.RESET, CounterResetHint.RESET)).isEqualTo("RESET false");
    }

    private static String hint(CounterResetHint a, CounterResetHint b) {
        var sum = HistogramAccumulator.plain(exponential(0, 0, 0, Spans.NONE).withHint(a));
        sum.add(exponential(0, 0, 0, Spans.NONE).withHint(b));
        return sum.result().hint() + " " + sum.resetCollision();
    }

    @Test
    void scalesAndDivides() {
        FloatHistogram a = exponential(0, 0.5, 3, new Spans(new int[]{1}, new int[]{2}), 10, 20);
        assertThat(a.times(2)).isEqualTo(a.plus(a));
        assertThat(a.times(2).dividedBy(2)).isEqualTo(a);
        assertThat(a.times(-1).hint()).isEqualTo(CounterResetHint.GAUGE);
        assertThat(a.dividedBy(0).buckets()).isEmpty();
        assertThat(a.dividedBy(0).count()).isInfinite();
    }

    @Test
    void compensatedSumsLoseNothingToLargeNumbers() {
        var sum = HistogramAccumulator.compensated(custom(new double[0], 1));
        sum.add(custom(new double[0], 1e100));
        sum.add(custom(new double[0], 1));
        sum.subtract(custom(new double[0], 1e100));
        assertThat(sum.result().buckets()).containsExactly(2);
        assertThat(sum.hasOverflow()).isFalse();
        sum.add(custom(new double[0], Double.MAX_VALUE));
        sum.add(custom(new double[0], Double.MAX_VALUE));
        assertThat(sum.hasOverflow()).isTrue();
    }

    @Test
    void compactsByTheLengthOfGaps() {
        FloatHistogram a = exponential(0, 0, 0, new Spans(new int[]{0, 2}, new int[]{5, 2}), 0, 1, 0, 0, 2, 0, 3);
        assertThat(a.compact(0).layout().positive()).hasToString("[1:1 2:1 3:1]");
        assertThat(a.compact(2).layout().positive()).hasToString("[1:4 3:1]");
        assertThat(a.compact(3).layout().positive()).hasToString("[1:8]");
        assertThat(a.compact(3).buckets()).containsExactly(1, 0, 0, 2, 0, 0, 0, 3);
    }

    @Test
    void findsResets() {
        FloatHistogram a = exponential(1, 0.5, 3, new Spans(new int[]{1}, new int[]{4}), 1, 2, 3, 4);
        assertThat(a.isResetSince(a)).isFalse();
        assertThat(a.withHint(CounterResetHint.RESET).isResetSince(a)).isTrue();
        assertThat(exponential(1, 0.5, 2, a.layout().positive(), 1, 2, 3, 4).isResetSince(a)).isTrue();
        assertThat(exponential(1, 0.5, 9, a.layout().positive(), 1, 1, 9, 9).isResetSince(a)).isTrue();
        assertThat(exponential(1, 0.5, 9, new Spans(new int[]{2}, new int[]{3}), 9, 9, 9).isResetSince(a)).isTrue();
        assertThat(exponential(2, 0.5, 3, Spans.NONE).isResetSince(a)).isTrue();
        assertThat(exponential(1, 0.25, 9, a.layout().positive(), 1, 2, 3, 4).isResetSince(a)).isTrue();
        assertThat(exponential(0, 0.5, 9, new Spans(new int[]{1}, new int[]{2}), 3, 7).isResetSince(a)).isFalse();
        assertThat(exponential(0, 0.5, 9, new Spans(new int[]{1}, new int[]{2}), 2, 8).isResetSince(a)).isTrue();
        assertThat(exponential(1, 2, 6, new Spans(new int[]{3}, new int[]{2}), 3, 4).isResetSince(a)).isFalse();
        assertThat(exponential(1, 2, 5, new Spans(new int[]{3}, new int[]{2}), 3, 5).isResetSince(a)).isTrue();
        assertThat(custom(new double[]{1, 2}, 1, 2, 3).isResetSince(a)).isTrue();
        assertThat(custom(new double[]{2}, 3, 3).isResetSince(custom(new double[]{1, 2}, 1, 2, 3))).isFalse();
        assertThat(custom(new double[]{2}, 2, 9).isResetSince(custom(new double[]{1, 2}, 1, 2, 3))).isTrue();
    }

    private static FloatHistogram exponential(int schema, double threshold, double zeroCount, Spans positive,
            double... buckets) {
        double count = zeroCount;
        for (double bucket : buckets) {
            count += bucket;
        }
        return new FloatHistogram(CounterResetHint.UNKNOWN,
                new HistogramLayout(schema, threshold, positive, Spans.NONE, new double[0]),
                count, zeroCount, 1, buckets);
    }

    private static FloatHistogram custom(double[] bounds, double... buckets) {
        double count = 0;
        for (double bucket : buckets) {
            count += bucket;
        }
        return new FloatHistogram(CounterResetHint.UNKNOWN, new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0,
                new Spans(new int[]{0}, new int[]{buckets.length}), Spans.NONE, bounds), count, 0, 1, buckets);
    }

    private static Map<String, Double> buckets(FloatHistogram histogram) {
        Map<String, Double> counts = new TreeMap<>();
        for (Order order : new Order[]{Order.POSITIVE_OUTWARD, Order.NEGATIVE_OUTWARD}) {
            var cursor = histogram.buckets(order);
            while (cursor.next()) {
                counts.put((cursor.isPositive() ? "+" : "-") + cursor.index(), cursor.count());
            }
        }
        return counts;
    }

    private static boolean isInZeroBucket(HistogramLayout layout, String bucket) {
        return layout.zeroThreshold() > 0
                && layout.upperBound(Integer.parseInt(bucket.substring(1))) <= layout.zeroThreshold();
    }
}
