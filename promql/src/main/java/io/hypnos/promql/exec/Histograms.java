package io.hypnos.promql.exec;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;

/// What operators do with rows of histogram columns.
public final class Histograms {

    private Histograms() {}

    /// For how many floats a histogram counts: its size in Prometheus' memory, with its time, in units of a float with its time.
    public static int sampleSize(HistogramColumn column, int row) {
        return (byteSize(column.layout(row)) + 8) / 16;
    }

    /// Bytes of a histogram in Prometheus' memory.
    public static int byteSize(HistogramLayout layout) {
        int spans = layout.positive().size() + layout.negative().size();
        return 168 + 8 * (spans + layout.bucketCount() + layout.customValues().length);
    }

    /// Whether two rows of a column are the same but for their hints.
    public static boolean same(HistogramColumn column, int a, int b) {
        return same(column.get(a), column.get(b));
    }

    /// Whether two histograms are the same but for their hints.
    public static boolean same(FloatHistogram a, FloatHistogram b) {
        return a.withHint(CounterResetHint.UNKNOWN).equals(b.withHint(CounterResetHint.UNKNOWN));
    }

    /// Appends a copy of a row of another column and returns its number.
    public static int append(HistogramColumn to, HistogramColumn from, int row) {
        HistogramLayout layout = from.layout(row);
        int at = to.add(layout, from.hint(row), from.count(row), from.zeroCount(row), from.sum(row));
        System.arraycopy(from.buckets(), from.bucketOffset(row), to.buckets(), to.bucketOffset(at),
                layout.bucketCount());
        return at;
    }
}
