package io.hypnos.promql;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.ValueType;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.labels.Labels;

/// One sample for each of several series, all at one time, in the order of the query (`sort`, `topk`).
public record VectorValue(long time, List<Sample> samples) implements QueryValue {

    public VectorValue {
        samples = List.copyOf(samples);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    /// @param value        0 for a histogram
    /// @param histograms   the column that has the histogram; null for a float. Lent, never changed.
    /// @param histogramRow the histogram's row, -1 for a float
    public record Sample(Labels labels, double value, @Nullable HistogramColumn histograms, int histogramRow) {

        public Sample(Labels labels, double value) {
            this(labels, value, null, -1);
        }

        public boolean isHistogram() {
            return histograms != null;
        }
    }
}
