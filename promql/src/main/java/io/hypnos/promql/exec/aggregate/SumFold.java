package io.hypnos.promql.exec.aggregate;

import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.KahanSum;

/// The sum of a group, with compensation for rounding errors. Histograms go their own way, see [HistogramFold]; a group that has both at a
/// step has no sum there.
final class SumFold implements GroupFold {

    private final double[] sums;
    private final double[] errors;
    private final long[] seen;
    private final HistogramFold histograms;

    SumFold(int steps, HistogramFold histograms) {
        this.sums = new double[steps];
        this.errors = new double[steps];
        this.seen = new long[SeriesRow.wordCount(steps)];
        this.histograms = histograms;
    }

    @Override
    public void add(SeriesRow row) {
        if (row.hasHistograms()) {
            histograms.add(row, seen);
            row.dropHistograms();
        }
        double[] values = row.values();
        long[] present = row.present();
        for (int word = 0; word < present.length; word++) {
            long bits = present[word] & ~histograms.closed(word);
            long known = seen[word];
            seen[word] |= bits;
            if ((bits & known) == bits && (bits & bits + 1) == 0) {
                addAll(values, word << 6, Long.bitCount(bits));
            } else {
                addSome(values, word << 6, bits, known);
            }
        }
    }

    /// Successive steps at which both the row and the group have something.
    private void addAll(double[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            double sum = sums[i];
            double value = values[i];
            double next = sum + value;
            errors[i] = KahanSum.compensation(sum, value, next, errors[i]);
            sums[i] = next;
        }
    }

    private void addSome(double[] values, int from, long bits, long known) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            int i = from + bit;
            double value = values[i];
            if ((known & 1L << bit) == 0) {
                sums[i] = value;
                continue;
            }
            double sum = sums[i];
            double next = sum + value;
            errors[i] = KahanSum.compensation(sum, value, next, errors[i]);
            sums[i] = next;
        }
    }

    @Override
    public void finish(SeriesRow row) {
        double[] results = row.values();
        for (int i = 0; i < results.length; i++) {
            results[i] = sums[i] + errors[i];
        }
        System.arraycopy(seen, 0, row.present(), 0, seen.length);
        histograms.finish(row, seen);
    }
}
