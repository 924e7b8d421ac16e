package io.hypnos.promql.exec;

import org.jspecify.annotations.Nullable;

/// Every sample with its sign turned.
final class NegateRows implements VectorOperator {

    private final VectorOperator input;

    NegateRows(VectorOperator input) {
        this.input = input;
    }

    @Override
    public @Nullable SeriesRow next() {
        SeriesRow row = input.next();
        if (row == null) {
            return null;
        }
        double[] values = row.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        for (int step = 0; row.hasHistograms() && step < row.steps(); step++) {
            int histogram = row.isPresent(step) ? row.histogramRow(step) : -1;
            if (histogram >= 0) {
                row.setHistogram(step, row.histograms().add(row.histograms().get(histogram).times(-1)));
            }
        }
        row.loseName();
        return row;
    }

    @Override
    public void close() {
        input.close();
    }
}
