package io.hypnos.series.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.hypnos.series.histogram.BucketCursor.Order;

class BucketCursorTest {

    private static final FloatHistogram HISTOGRAM = new FloatHistogram(CounterResetHint.UNKNOWN,
            new HistogramLayout(0, 0.25, new Spans(new int[]{-2, 2}, new int[]{1, 2}),
                    new Spans(new int[]{-1}, new int[]{2}), new double[0]),
            100, 7, 3, new double[]{1, 2, 3, 4, 5});

    @Test
    void walksOneSideOutwardAndInward() {
        assertThat(walk(Order.POSITIVE_OUTWARD)).containsExactly("(0.125,0.25]:1", "(1.0,2.0]:2", "(2.0,4.0]:3");
        assertThat(walk(Order.POSITIVE_INWARD)).containsExactly("(2.0,4.0]:3", "(1.0,2.0]:2", "(0.125,0.25]:1");
        assertThat(walk(Order.NEGATIVE_OUTWARD)).containsExactly("[-0.5,-0.25):4", "[-1.0,-0.5):5");
        assertThat(walk(Order.NEGATIVE_INWARD)).containsExactly("[-1.0,-0.5):5", "[-0.5,-0.25):4");
    }

    @Test
    void walksEverythingWithTheZeroBucketBetween() {
        List<String> ascending = List.of("[-1.0,-0.5):5", "[-0.5,-0.25):4", "[-0.25,0.25]:7", "(0.25,0.25]:1",
                "(1.0,2.0]:2", "(2.0,4.0]:3");
        assertThat(walk(Order.ALL_ASCENDING)).isEqualTo(ascending);
        assertThat(walk(Order.ALL_DESCENDING)).isEqualTo(ascending.reversed());
    }

    @Test
    void leavesOutAnEmptyZeroBucket() {
        var empty = new FloatHistogram(CounterResetHint.UNKNOWN, HISTOGRAM.layout(), 1, 0, 1, HISTOGRAM.buckets());
        var cursor = empty.buckets(Order.ALL_ASCENDING);
        int buckets = 0;
        while (cursor.next()) {
            assertThat(cursor.isZeroBucket()).isFalse();
            buckets++;
        }
        assertThat(buckets).isEqualTo(5);
        assertThat(cursor.next()).isFalse();
        assertThat(FloatHistogram.STALE.buckets(Order.ALL_ASCENDING).next()).isFalse();
    }

    @Test
    void customBucketsBeginAtMinusInfinityAndEndAtInfinity() {
        var layout = new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0,
                new Spans(new int[]{0, 1}, new int[]{1, 1}), Spans.NONE, new double[]{0.5, 1});
        var histogram = new FloatHistogram(CounterResetHint.UNKNOWN, layout, 3, 0, 3, new double[]{1, 2});
        assertThat(walk(histogram, Order.ALL_ASCENDING)).containsExactly("[-Infinity,0.5]:1", "(1.0,Infinity]:2");
    }

    private static List<String> walk(Order order) {
        return walk(HISTOGRAM, order);
    }

    private static List<String> walk(FloatHistogram histogram, Order order) {
        List<String> buckets = new ArrayList<>();
        var cursor = histogram.buckets(order);
        while (cursor.next()) {
            buckets.add((cursor.lowerInclusive() ? "[" : "(") + cursor.lower() + "," + cursor.upper()
                    + (cursor.upperInclusive() ? "]" : ")") + ":" + (int) cursor.count());
        }
        return buckets;
    }
}
