package io.hypnos.promql.exec.aggregate;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.histogram.HistogramMean;
import io.hypnos.promql.plan.node.Origin;

/// The histograms of a group in a sum or a mean. Costs nothing until the first one comes.
final class HistogramFold {

    private final int steps;
    private final boolean mean;
    private final Remarks remarks;
    private final Origin origin;
    private @Nullable HistogramMean @Nullable [] totals;
    /// Steps that had a histogram.
    private long[] seen = new long[0];
    /// Steps at which histograms met that do not go together; nothing more is taken in there.
    private long[] closed = new long[0];

    HistogramFold(int steps, boolean mean, Remarks remarks, Origin origin) {
        this.steps = steps;
        this.mean = mean;
        this.remarks = remarks;
        this.origin = origin;
    }

    /// The steps of a word at which nothing more is taken in.
    long closed(int word) {
        return totals == null ? 0 : closed[word];
    }

    /// Takes in the histograms of a row. Where the group has floats already, they only make it a mix.
    void add(SeriesRow row, long[] floatsSeen) {
        if (totals == null) {
            totals = new HistogramMean[steps];
            seen = new long[floatsSeen.length];
            closed = new long[floatsSeen.length];
        }
        for (int step = 0; step < steps; step++) {
            int histogram = row.isPresent(step) ? row.histogramRow(step) : -1;
            long bit = 1L << step;
            int word = step >>> 6;
            if (histogram < 0 || (closed[word] & bit) != 0) {
                continue;
            }
            seen[word] |= bit;
            HistogramMean total = totals[step];
            if (total == null && (floatsSeen[word] & bit) != 0) {
                continue;
            }
            if (total == null) {
                total = new HistogramMean(mean);
                totals[step] = total;
            }
            if (!total.add(row.histograms(), histogram)) {
                remarks.mixedExponentialAndCustom(row.labels().metricName(), origin);
                closed[word] |= bit;
            }
        }
    }

    /// Gives the row its histograms, and takes away what is a mix of both kinds.
    void finish(SeriesRow row, long[] floatsSeen) {
        if (totals == null) {
            return;
        }
        for (int step = 0; step < steps; step++) {
            long bit = 1L << step;
            int word = step >>> 6;
            if ((seen[word] & bit) == 0) {
                continue;
            }
            HistogramMean total = totals[step];
            if (total != null) {
                total.remarkOnBounds(remarks, origin);
            }
            if ((floatsSeen[word] & bit) != 0) {
                remarks.mixedFloatsAndHistogramsInAggregation(origin);
                row.remove(step);
            } else if (total != null && (closed[word] & bit) == 0) {
                total.remark(remarks, origin);
                row.setHistogram(step, row.histograms().add(total.compactResult()));
            }
        }
    }
}
