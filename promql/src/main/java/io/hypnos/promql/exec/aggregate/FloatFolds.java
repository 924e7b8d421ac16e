package io.hypnos.promql.exec.aggregate;

import java.util.function.IntFunction;

import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;

/// Folds of floats into one number per step: `count`, `group`, `min`, `max`, `stddev`, `stdvar`. All but the first two overlook histograms,
/// with a remark.
abstract sealed class FloatFolds implements GroupFold {

    final double[] values;
    final long[] seen;

    private FloatFolds(int steps) {
        values = new double[steps];
        seen = new long[SeriesRow.wordCount(steps)];
    }

    static IntFunction<GroupFold> of(AggregateOp op, Remarks remarks, Origin origin) {
        return switch (op) {
            case COUNT -> Count::new;
            case GROUP -> Group::new;
            case MIN -> steps -> new Extreme(steps, false, remarks, origin);
            case MAX -> steps -> new Extreme(steps, true, remarks, origin);
            case STDDEV -> steps -> new Deviation(steps, true, remarks, origin);
            case STDVAR -> steps -> new Deviation(steps, false, remarks, origin);
            case SUM, AVG, TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO ->
                throw new IllegalArgumentException(op + " is no fold of floats");
        };
    }

    @Override
    public void finish(SeriesRow row) {
        System.arraycopy(values, 0, row.values(), 0, values.length);
        System.arraycopy(seen, 0, row.present(), 0, seen.length);
    }

    private static final class Count extends FloatFolds {

        Count(int steps) {
            super(steps);
        }

        @Override
        public void add(SeriesRow row) {
            long[] present = row.present();
            for (int word = 0; word < present.length; word++) {
                long bits = present[word];
                seen[word] |= bits;
                if (bits == -1L) {
                    for (int i = word << 6, end = i + 64; i < end; i++) {
                        values[i]++;
                    }
                    continue;
                }
                for (; bits != 0; bits &= bits - 1) {
                    values[(word << 6) + Long.numberOfTrailingZeros(bits)]++;
                }
            }
        }
    }

    private static final class Group extends FloatFolds {

        Group(int steps) {
            super(steps);
            java.util.Arrays.fill(values, 1);
        }

        @Override
        public void add(SeriesRow row) {
            for (int word = 0; word < seen.length; word++) {
                seen[word] |= row.present()[word];
            }
        }
    }

    private static final class Extreme extends FloatFolds {

        private final boolean max;
        private final Remarks remarks;
        private final Origin origin;

        Extreme(int steps, boolean max, Remarks remarks, Origin origin) {
            super(steps);
            this.max = max;
            this.remarks = remarks;
            this.origin = origin;
        }

        @Override
        public void add(SeriesRow row) {
            if (row.dropHistograms()) {
                remarks.histogramIgnored(max ? "max" : "min", origin);
            }
            double[] added = row.values();
            for (int word = 0; word < seen.length; word++) {
                long bits = row.present()[word];
                long known = seen[word];
                seen[word] |= bits;
                for (; bits != 0; bits &= bits - 1) {
                    int bit = Long.numberOfTrailingZeros(bits);
                    int i = (word << 6) + bit;
                    double best = values[i];
                    boolean better = max ? best < added[i] : best > added[i];
                    if ((known & 1L << bit) == 0 || better || Double.isNaN(best)) {
                        values[i] = added[i];
                    }
                }
            }
        }
    }

    /// Welford's method.
    private static final class Deviation extends FloatFolds {

        private final boolean root;
        private final Remarks remarks;
        private final Origin origin;
        private final double[] means;
        private final double[] counts;

        Deviation(int steps, boolean root, Remarks remarks, Origin origin) {
            super(steps);
            this.root = root;
            this.remarks = remarks;
            this.origin = origin;
            means = new double[steps];
            counts = new double[steps];
        }

        @Override
        public void add(SeriesRow row) {
            if (row.dropHistograms()) {
                remarks.histogramIgnored(root ? "stddev" : "stdvar", origin);
            }
            for (int word = 0; word < seen.length; word++) {
                long bits = row.present()[word];
                long known = seen[word];
                seen[word] |= bits;
                for (; bits != 0; bits &= bits - 1) {
                    int bit = Long.numberOfTrailingZeros(bits);
                    int i = (word << 6) + bit;
                    add(i, row.value(i), (known & 1L << bit) == 0);
                }
            }
        }

        private void add(int i, double value, boolean first) {
            counts[i]++;
            if (first) {
                means[i] = value;
                values[i] = Double.isNaN(value) || Double.isInfinite(value) ? Double.NaN : 0;
                return;
            }
            double delta = value - means[i];
            means[i] += delta / counts[i];
            values[i] += delta * (value - means[i]);
        }

        @Override
        public void finish(SeriesRow row) {
            super.finish(row);
            double[] results = row.values();
            for (int i = 0; i < results.length; i++) {
                double variance = values[i] / counts[i];
                results[i] = root ? Math.sqrt(variance) : variance;
            }
        }
    }
}
