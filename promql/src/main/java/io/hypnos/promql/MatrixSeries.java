package io.hypnos.promql;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.labels.Labels;

/// One series of a [MatrixValue]: points in strictly ascending time (a float and a histogram may share one time), each a float or a
/// native histogram.
///
/// The times of a range query are the same for all series: [#steps()] is one array, and [#step(int)] says which of them a point has, so
/// that a writer can render each time once. Immutable; arrays are lent.
public final class MatrixSeries {

    private final Labels labels;
    private final long[] steps;
    /// Index into `steps` for each point; null when point i has time i.
    private final int @Nullable [] stepOfPoint;
    private final double[] values;
    private final int size;
    private final @Nullable HistogramColumn histograms;
    /// Row of each point, -1 for floats; null while all are floats.
    private final int @Nullable [] histogramRows;

    private MatrixSeries(Builder builder) {
        this.labels = builder.labels;
        this.steps = builder.steps;
        this.stepOfPoint = builder.stepOfPoint;
        this.values = builder.values;
        this.size = builder.size;
        this.histograms = builder.histograms;
        this.histogramRows = builder.histogramRows;
    }

    public Labels labels() {
        return labels;
    }

    /// Number of points.
    public int size() {
        return size;
    }

    /// Epoch milliseconds of point `i`.
    public long time(int i) {
        return steps[step(i)];
    }

    /// Epoch milliseconds that the points refer to; the same array for all series of a range query.
    public long[] steps() {
        return steps;
    }

    /// Index in [#steps()] of the time of point `i`.
    public int step(int i) {
        return stepOfPoint == null ? i : stepOfPoint[i];
    }

    /// The value of point `i`; 0 where it is a histogram.
    public double value(int i) {
        return values[i];
    }

    public boolean hasHistograms() {
        return histogramRows != null;
    }

    /// The row of point `i` in [#histograms()], or -1 where it is a float.
    public int histogramRow(int i) {
        return histogramRows == null ? -1 : histogramRows[i];
    }

    /// @throws IllegalStateException when all points are floats
    public HistogramColumn histograms() {
        if (histograms == null) {
            throw new IllegalStateException("no histograms in " + labels);
        }
        return histograms;
    }

    /// Collects the parts of a series; takes ownership of what it is given.
    public static final class Builder {

        private final Labels labels;
        private final long[] steps;
        private final double[] values;
        private final int size;
        private int @Nullable [] stepOfPoint;
        private @Nullable HistogramColumn histograms;
        private int @Nullable [] histogramRows;

        /// @param steps  times of the points, or times to which [#stepOfPoint(int\[\])] refers
        /// @param values at least `size`
        public Builder(Labels labels, long[] steps, double[] values, int size) {
            this.labels = labels;
            this.steps = steps;
            this.values = values;
            this.size = size;
        }

        public Builder stepOfPoint(int[] indices) {
            this.stepOfPoint = indices;
            return this;
        }

        public Builder histograms(HistogramColumn column, int[] rows) {
            this.histograms = column;
            this.histogramRows = rows;
            return this;
        }

        public MatrixSeries build() {
            return new MatrixSeries(this);
        }
    }
}
