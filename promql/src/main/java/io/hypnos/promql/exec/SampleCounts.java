package io.hypnos.promql.exec;

/// How many samples rows count for.
public final class SampleCounts {

    private SampleCounts() {}

    /// Floats count once, histograms as many times as they are larger.
    public static long of(SeriesRow row) {
        if (!row.hasHistograms()) {
            return row.count();
        }
        long count = 0;
        for (int step = 0; step < row.steps(); step++) {
            if (row.isPresent(step)) {
                int histogram = row.histogramRow(step);
                count += histogram < 0 ? 1 : Histograms.sampleSize(row.histograms(), histogram);
            }
        }
        return count;
    }
}
