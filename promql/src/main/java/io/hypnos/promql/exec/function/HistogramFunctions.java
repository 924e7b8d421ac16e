package io.hypnos.promql.exec.function;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.KahanSum;
import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.HistogramColumn;

/// Functions of one native histogram.
final class HistogramFunctions {

    private HistogramFunctions() {}

    /// Replaces the histograms of a row by numbers and drops its floats.
    static void apply(Function function, SeriesRow row) {
        for (int step = 0; step < row.steps(); step++) {
            if (!row.isPresent(step)) {
                continue;
            }
            int histogram = row.histogramRow(step);
            if (histogram < 0) {
                row.remove(step);
            } else {
                row.replaceByFloat(step, apply(function, row.histograms(), histogram));
            }
        }
    }

    private static double apply(Function function, HistogramColumn column, int row) {
        return switch (function) {
            case HISTOGRAM_COUNT -> column.count(row);
            case HISTOGRAM_SUM -> column.sum(row);
            case HISTOGRAM_AVG -> column.sum(row) / column.count(row);
            case HISTOGRAM_STDVAR -> variance(column, row);
            case HISTOGRAM_STDDEV -> Math.sqrt(variance(column, row));
            default -> throw new IllegalStateException(function.word() + " is no function of a histogram");
        };
    }

    /// Takes all observations of a bucket to lie in its middle, which of exponential buckets is the geometric one.
    private static double variance(HistogramColumn column, int row) {
        double mean = column.sum(row) / column.count(row);
        boolean custom = column.layout(row).usesCustomBuckets();
        var sum = new KahanSum();
        BucketCursor bucket = column.buckets(row, BucketCursor.Order.ALL_ASCENDING);
        while (bucket.next()) {
            double count = bucket.count();
            if (count == 0) {
                continue;
            }
            double delta = middle(bucket.lower(), bucket.upper(), custom) - mean;
            sum.add(count * delta * delta);
        }
        return sum.total() / column.count(row);
    }

    private static double middle(double lower, double upper, boolean custom) {
        if (custom) {
            return (upper + lower) / 2.0;
        }
        if (lower <= 0 && upper >= 0) {
            return 0;
        }
        double middle = Math.sqrt(upper * lower);
        return upper < 0 ? -middle : middle;
    }
}
