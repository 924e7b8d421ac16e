package io.hypnos.promql.exec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.MatrixSeries;

/// A row as a series of a result: only the steps that are present.
final class RowPoints {

    private RowPoints() {}

    /// Takes ownership of the row.
    static MatrixSeries of(SeriesRow row, long[] times) {
        int count = row.count();
        double[] values = row.values();
        if (count == row.steps()) {
            var full = new MatrixSeries.Builder(row.labels(), times, values, count);
            if (row.hasHistograms()) {
                full.histograms(row.histograms(), histogramRows(row, null, count));
            }
            return full.build();
        }
        int[] steps = new int[count];
        int at = 0;
        for (int step = 0; step < row.steps(); step++) {
            if (row.isPresent(step)) {
                steps[at] = step;
                values[at++] = values[step];
            }
        }
        double[] dense = count * 2 < row.steps() ? Arrays.copyOf(values, count) : values;
        var sparse = new MatrixSeries.Builder(row.labels(), times, dense, count).stepOfPoint(steps);
        if (row.hasHistograms()) {
            sparse.histograms(row.histograms(), histogramRows(row, steps, count));
        }
        return sparse.build();
    }

    private static int[] histogramRows(SeriesRow row, int @Nullable [] steps, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = row.histogramRow(steps == null ? i : steps[i]);
        }
        return rows;
    }
}
