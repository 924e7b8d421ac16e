package io.hypnos.series.histogram;

import java.util.Arrays;

/// Many native histograms side by side: one row each, all bucket counts in one array. Reused: [#clear()] keeps the arrays.
///
/// A row has a [HistogramLayout] (shared by rows that came from one chunk), a hint, count, zero count and sum, and from [#bucketOffset(int)]
/// on `layout.bucketCount()` absolute counts in [#buckets()], positive buckets first. Integer histograms are held as floats, which is exact
/// up to 2^53.
public final class HistogramColumn {

    private int size;
    private HistogramLayout[] layouts = new HistogramLayout[0];
    private CounterResetHint[] hints = new CounterResetHint[0];
    private double[] counts = new double[0];
    private double[] zeroCounts = new double[0];
    private double[] sums = new double[0];
    private int[] bucketOffsets = new int[0];
    private double[] buckets = new double[0];
    private int bucketsUsed;

    public int size() {
        return size;
    }

    /// Bytes that the arrays take, whatever of them is in use.
    public long bytes() {
        return 36L * counts.length + 8L * buckets.length;
    }

    public void clear() {
        Arrays.fill(layouts, 0, size, null);
        size = 0;
        bucketsUsed = 0;
    }

    /// Appends a row whose bucket counts are all 0 and returns its number; the caller fills [#buckets()] from [#bucketOffset(int)] on.
    public int add(HistogramLayout layout, CounterResetHint hint, double count, double zeroCount, double sum) {
        if (size == layouts.length) {
            int capacity = Math.max(16, size * 2);
            layouts = Arrays.copyOf(layouts, capacity);
            hints = Arrays.copyOf(hints, capacity);
            counts = Arrays.copyOf(counts, capacity);
            zeroCounts = Arrays.copyOf(zeroCounts, capacity);
            sums = Arrays.copyOf(sums, capacity);
            bucketOffsets = Arrays.copyOf(bucketOffsets, capacity);
        }
        int needed = Math.addExact(bucketsUsed, layout.bucketCount());
        if (needed > buckets.length) {
            buckets = Arrays.copyOf(buckets, Math.max(needed, Math.max(64, buckets.length * 2)));
        }
        Arrays.fill(buckets, bucketsUsed, needed, 0);
        layouts[size] = layout;
        hints[size] = hint;
        counts[size] = count;
        zeroCounts[size] = zeroCount;
        sums[size] = sum;
        bucketOffsets[size] = bucketsUsed;
        bucketsUsed = needed;
        return size++;
    }

    /// Appends a histogram and returns its row.
    public int add(FloatHistogram histogram) {
        int row = add(histogram.layout(), histogram.hint(), histogram.count(), histogram.zeroCount(), histogram.sum());
        System.arraycopy(histogram.buckets(), 0, buckets, bucketOffsets[row], histogram.buckets().length);
        return row;
    }

    /// Appends a row of another column and returns its number here.
    public int add(HistogramColumn other, int row) {
        HistogramLayout layout = other.layouts[row];
        int added = add(layout, other.hints[row], other.counts[row], other.zeroCounts[row], other.sums[row]);
        System.arraycopy(other.buckets, other.bucketOffsets[row], buckets, bucketOffsets[added], layout.bucketCount());
        return added;
    }

    /// A row as an object of its own, which shares nothing but the layout.
    public FloatHistogram get(int row) {
        int offset = bucketOffsets[row];
        return new FloatHistogram(hints[row], layouts[row], counts[row], zeroCounts[row], sums[row],
                Arrays.copyOfRange(buckets, offset, offset + layouts[row].bucketCount()));
    }

    /// A walk over the buckets of a row; void once a row is added.
    public BucketCursor buckets(int row, BucketCursor.Order order) {
        return BucketCursor.of(order, layouts[row], buckets, bucketOffsets[row], zeroCounts[row]);
    }

    /// Whether the counter was reset between two rows, as [FloatHistogram#isResetSince(FloatHistogram)] says. Makes no objects where both
    /// rows have one layout, as rows of one chunk do.
    public boolean isResetBetween(int previous, int row) {
        if (hints[row] == CounterResetHint.NOT_RESET || hints[row] == CounterResetHint.RESET) {
            return hints[row] == CounterResetHint.RESET;
        }
        boolean less = layouts[row] != layouts[previous] || counts[row] < counts[previous]
                || zeroCounts[row] < zeroCounts[previous];
        for (int i = 0; !less && i < layouts[row].bucketCount(); i++) {
            less = buckets[bucketOffsets[row] + i] < buckets[bucketOffsets[previous] + i];
        }
        return less && get(row).isResetSince(get(previous));
    }

    public HistogramLayout layout(int row) {
        return layouts[row];
    }

    public CounterResetHint hint(int row) {
        return hints[row];
    }

    public void setHint(int row, CounterResetHint hint) {
        hints[row] = hint;
    }

    public double count(int row) {
        return counts[row];
    }

    public double zeroCount(int row) {
        return zeroCounts[row];
    }

    public double sum(int row) {
        return sums[row];
    }

    public int bucketOffset(int row) {
        return bucketOffsets[row];
    }

    /// Bucket counts of all rows; lent, and replaced when a row is added.
    public double[] buckets() {
        return buckets;
    }
}
