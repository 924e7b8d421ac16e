package io.hypnos.promql.promqltest;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.series.histogram.HistogramColumn;

/// Puts single histograms into columns.
final class HistogramRows {

    private HistogramRows() {}

    /// Appends a row and returns its number.
    static int add(HistogramColumn column, NaiveHistogram histogram) {
        int row = column.add(histogram.layout(), histogram.hint(), histogram.count(), histogram.zeroCount(),
                histogram.sum());
        double[] counts = histogram.bucketCounts();
        System.arraycopy(counts, 0, column.buckets(), column.bucketOffset(row), counts.length);
        return row;
    }
}
