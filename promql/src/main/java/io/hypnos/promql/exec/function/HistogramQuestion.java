package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.ScalarOperator;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.histogram.ClassicBuckets;
import io.hypnos.promql.exec.histogram.NativeFraction;
import io.hypnos.promql.exec.histogram.NativeQuantile;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// What is asked of histograms: one quantile, or one fraction, whose numbers may differ from step to step.
final class HistogramQuestion {

    private final Remarks remarks;
    private final StepGrid grid;
    private final Origin input;
    private final Origin argument;
    private final boolean fraction;
    /// The quantile, or the lower bound of the fraction.
    private final double[] first;
    /// The upper bound of the fraction.
    private final double[] second;
    /// The label that says which quantile a series has; empty for none.
    private final String label;

    private HistogramQuestion(HistogramCall node, Remarks remarks, StepGrid grid, double[] first, double[] second,
            int argument) {
        this.remarks = remarks;
        this.grid = grid;
        this.input = node.origins().getFirst();
        this.argument = node.origins().get(argument + 1);
        this.fraction = node.function() == Function.HISTOGRAM_FRACTION;
        this.first = first;
        this.second = second;
        this.label = node.label();
    }

    static List<HistogramQuestion> of(HistogramCall node, List<ScalarOperator> arguments, Remarks remarks,
            StepGrid grid) {
        if (node.function() == Function.HISTOGRAM_FRACTION) {
            return List.of(new HistogramQuestion(node, remarks, grid, arguments.get(0).values(),
                    arguments.get(1).values(), 0));
        }
        List<HistogramQuestion> questions = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            double[] quantiles = arguments.get(i).values();
            questions.add(new HistogramQuestion(node, remarks, grid, quantiles, quantiles, i));
        }
        return questions;
    }

    void checkQuantiles() {
        for (double q : first) {
            if (!(q >= 0 && q <= 1)) {
                remarks.invalidQuantile(q, argument);
            }
        }
    }

    double ofClassic(ClassicBuckets buckets, int step, String metric) {
        if (fraction) {
            return buckets.fraction(first[step], second[step]);
        }
        double quantile = buckets.quantile(first[step]);
        if (buckets.forcedMonotonic()) {
            remarks.forcedMonotonicity(metric, input, grid.time(step), buckets.minForced(), buckets.maxForced(),
                    buckets.maxDifference());
        }
        return quantile;
    }

    List<SeriesRow> ofNative(SeriesRow row, String metric, QueryRun run) {
        Answers answers = answers(run, row.labels());
        var quantile = new NativeQuantile(remarks, input);
        var part = new NativeFraction(remarks, input);
        for (int step = 0; step < grid.count(); step++) {
            int histogram = row.isPresent(step) ? row.histogramRow(step) : -1;
            if (histogram >= 0) {
                answers.add(step, fraction
                        ? part.of(first[step], second[step], row.histograms(), histogram, metric)
                        : quantile.of(first[step], row.histograms(), histogram, metric));
            }
        }
        return answers.rows();
    }

    /// Collects answers for a histogram of the given labels.
    Answers answers(QueryRun run, Labels labels) {
        return new Answers(run, labels);
    }

    /// One row, or one for each quantile that occurs when a label tells them apart.
    final class Answers {

        private final QueryRun run;
        private final Labels labels;
        private final Map<String, SeriesRow> byQuantile = new HashMap<>();

        private Answers(QueryRun run, Labels labels) {
            this.run = run;
            this.labels = labels;
        }

        void add(int step, double value) {
            String quantile = label.isEmpty() ? "" : GoNumbers.openMetrics(first[step]);
            byQuantile.computeIfAbsent(quantile, this::begin).set(step, value);
        }

        private SeriesRow begin(String quantile) {
            var row = new SeriesRow(grid.count(), run.delaysNameRemoval());
            row.begin(label.isEmpty() ? labels : labels.with(label, quantile));
            row.loseName();
            return row;
        }

        List<SeriesRow> rows() {
            return new ArrayList<>(byQuantile.values());
        }
    }
}
