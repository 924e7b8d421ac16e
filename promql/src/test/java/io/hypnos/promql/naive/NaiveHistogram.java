package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// One native histogram with absolute counts by bucket index. A bucket that is in a map exists even when its count is 0, and that matters:
/// it makes two histograms unequal. Nobody changes the maps of a histogram that somebody else may see.
public record NaiveHistogram(CounterResetHint hint, BucketScale scale, Totals totals,
        NavigableMap<Integer, Double> positive, NavigableMap<Integer, Double> negative) {

    /// What is known of all observations together.
    ///
    /// @param zeroCount observations in the zero bucket
    public record Totals(double count, double sum, double zeroCount) {

        Totals map(DoubleUnaryOperator change) {
            return new Totals(change.applyAsDouble(count), change.applyAsDouble(sum),
                    change.applyAsDouble(zeroCount));
        }
    }

    /// A bucket with its bounds; the zero bucket is one, too.
    record Bucket(double lower, double upper, double count) {

        Bucket withLower(double other) {
            return new Bucket(other, upper, count);
        }

        Bucket withUpper(double other) {
            return new Bucket(lower, other, count);
        }

        /// The part of the bucket's width below `value`, which lies inside. Exponential buckets are measured on a logarithmic scale.
        double fractionBelow(double value, boolean linear) {
            if (linear) {
                return (value - lower) / (upper - lower);
            }
            double logLower = NaiveMath.log2(Math.abs(lower));
            double logUpper = NaiveMath.log2(Math.abs(upper));
            double logValue = NaiveMath.log2(Math.abs(value));
            return value > 0
                    ? (logValue - logLower) / (logUpper - logLower)
                    : 1 - (logValue - logUpper) / (logLower - logUpper);
        }
    }

    public double count() {
        return totals.count();
    }

    public double sum() {
        return totals.sum();
    }

    public double zeroCount() {
        return totals.zeroCount();
    }

    boolean isCustom() {
        return scale.isCustom();
    }

    public NaiveHistogram withHint(CounterResetHint other) {
        return new NaiveHistogram(other, scale, totals, positive, negative);
    }

    NaiveHistogram times(double factor) {
        return scaled(v -> v * factor).withHint(factor < 0 ? CounterResetHint.GAUGE : hint);
    }

    /// Division by zero leaves no buckets.
    NaiveHistogram dividedBy(double divisor) {
        if (divisor == 0) {
            return new NaiveHistogram(hint, scale, totals.map(v -> v / divisor), new TreeMap<>(), new TreeMap<>());
        }
        return scaled(v -> v / divisor).withHint(divisor < 0 ? CounterResetHint.GAUGE : hint);
    }

    private NaiveHistogram scaled(DoubleUnaryOperator change) {
        return new NaiveHistogram(hint, scale, totals.map(change), map(positive, change), map(negative, change));
    }

    private static NavigableMap<Integer, Double> map(Map<Integer, Double> buckets, DoubleUnaryOperator change) {
        var result = new TreeMap<Integer, Double>();
        buckets.forEach((index, count) -> result.put(index, change.applyAsDouble(count)));
        return result;
    }

    /// Without empty buckets.
    public NaiveHistogram compacted() {
        return new NaiveHistogram(hint, scale, totals, populated(positive), populated(negative));
    }

    private static NavigableMap<Integer, Double> populated(Map<Integer, Double> buckets) {
        var result = new TreeMap<>(buckets);
        result.values().removeIf(count -> count == 0);
        return result;
    }

    /// At a coarser schema.
    NaiveHistogram reducedTo(int schema) {
        if (schema == scale.schema()) {
            return this;
        }
        return new NaiveHistogram(hint, scale.withSchema(schema), totals, coarser(positive, schema),
                coarser(negative, schema));
    }

    private NavigableMap<Integer, Double> coarser(Map<Integer, Double> buckets, int schema) {
        var result = new TreeMap<Integer, Double>();
        buckets.forEach((index, count) -> result.merge(scale.coarser(index, schema), count, Double::sum));
        return result;
    }

    List<Bucket> positiveBuckets() {
        List<Bucket> result = new ArrayList<>();
        positive.forEach((i, count) -> result.add(new Bucket(scale.bound(i - 1), scale.bound(i), count)));
        return result;
    }

    /// From zero downwards.
    List<Bucket> negativeBuckets() {
        List<Bucket> result = new ArrayList<>();
        negative.forEach((i, count) -> result.add(new Bucket(-scale.bound(i), -scale.bound(i - 1), count)));
        return result;
    }

    Bucket zeroBucket() {
        return new Bucket(-scale.zeroThreshold(), scale.zeroThreshold(), zeroCount());
    }

    /// All buckets from the lowest to the highest, a populated zero bucket among them. Buckets that reach into the zero bucket end at it.
    List<Bucket> allBuckets() {
        double threshold = scale.zeroThreshold();
        List<Bucket> result = new ArrayList<>();
        for (Bucket bucket : negativeBuckets().reversed()) {
            result.add(bucket.upper < 0 && bucket.upper > -threshold ? bucket.withUpper(-threshold) : bucket);
        }
        if (zeroCount() > 0) {
            result.add(zeroBucket());
        }
        for (Bucket bucket : positiveBuckets()) {
            result.add(bucket.lower > 0 && bucket.lower < threshold ? bucket.withLower(threshold) : bucket);
        }
        return result;
    }

    /// Whether any number is infinite.
    boolean overflows() {
        return Double.isInfinite(count()) || Double.isInfinite(sum()) || Double.isInfinite(zeroCount())
                || positive.values().stream().anyMatch(v -> v.isInfinite())
                || negative.values().stream().anyMatch(v -> v.isInfinite());
    }

    /// Same layout, and the same bits in every number; the hint does not count.
    boolean sameAs(NaiveHistogram other) {
        return scale.equals(other.scale) && sameBits(count(), other.count()) && sameBits(sum(), other.sum())
                && sameBits(zeroCount(), other.zeroCount()) && sameBits(positive, other.positive)
                && sameBits(negative, other.negative);
    }

    private static boolean sameBits(Map<Integer, Double> a, Map<Integer, Double> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream().allMatch(e -> sameBits(e.getValue(), b.get(e.getKey())));
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /// The histogram of a row.
    public static NaiveHistogram of(HistogramColumn column, int row) {
        HistogramLayout layout = column.layout(row);
        int at = column.bucketOffset(row);
        var positive = buckets(layout.positive(), column.buckets(), at);
        var negative = buckets(layout.negative(), column.buckets(), at + layout.positive().bucketCount());
        var scale = new BucketScale(layout.schema(), layout.zeroThreshold(), layout.customValues());
        return new NaiveHistogram(column.hint(row), scale,
                new Totals(column.count(row), column.sum(row), column.zeroCount(row)), positive, negative);
    }

    private static NavigableMap<Integer, Double> buckets(Spans spans, double[] counts, int from) {
        var result = new TreeMap<Integer, Double>();
        int at = from;
        for (int index : spans.bucketIndices()) {
            result.put(index, counts[at++]);
        }
        return result;
    }

    /// Its layout, in as few spans as there are runs of buckets.
    public HistogramLayout layout() {
        return new HistogramLayout(scale.schema(), scale.zeroThreshold(), spans(positive), spans(negative),
                scale.custom());
    }

    private static Spans spans(NavigableMap<Integer, Double> buckets) {
        List<int[]> runs = new ArrayList<>();
        int end = 0;
        for (int index : buckets.keySet()) {
            if (runs.isEmpty() || index != end) {
                runs.add(new int[]{index - end, 1});
            } else {
                runs.getLast()[1]++;
            }
            end = index + 1;
        }
        return new Spans(runs.stream().mapToInt(r -> r[0]).toArray(), runs.stream().mapToInt(r -> r[1]).toArray());
    }

    /// Counts of the layout's buckets, positive ones first.
    public double[] bucketCounts() {
        List<Double> counts = new ArrayList<>(positive.values());
        counts.addAll(negative.values());
        return counts.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// As `count_values` prints it.
    @Override
    public String toString() {
        var text = new StringBuilder("{count:").append(GoNumbers.general(count())).append(", sum:")
                .append(GoNumbers.general(sum()));
        for (Bucket bucket : negativeBuckets().reversed()) {
            append(text, bucket, bucket.lower < 0, bucket.upper > 0);
        }
        if (zeroCount() != 0) {
            append(text, zeroBucket(), true, true);
        }
        int first = isCustom() ? 0 : Integer.MIN_VALUE;
        positive.forEach((index, count) -> {
            var bucket = new Bucket(scale.bound(index - 1), scale.bound(index), count);
            append(text, bucket, isCustom() ? index == first : bucket.lower < 0, isCustom() || bucket.upper > 0);
        });
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, Bucket bucket, boolean closedBelow, boolean closedAbove) {
        if (bucket.count == 0) {
            return;
        }
        text.append(", ").append(closedBelow ? '[' : '(').append(GoNumbers.general(bucket.lower)).append(',')
                .append(GoNumbers.general(bucket.upper)).append(closedAbove ? ']' : ')').append(':')
                .append(GoNumbers.general(bucket.count));
    }
}
