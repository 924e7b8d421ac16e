package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.exec.histogram.HistogramText;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.Labels;

/// `count_values`: for each group and each value that occurs in it a series that counts how many series have that value.
final class CountValuesOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final String label;
    private final Groups groups;
    private final int steps;
    private final List<SeriesRow> counts = new ArrayList<>();
    private int next = -1;

    CountValuesOperator(QueryRun run, VectorOperator input, String label, Grouping grouping, int steps) {
        this.run = run;
        this.input = input;
        this.label = label;
        this.groups = new Groups(withLabel(grouping, label));
        this.steps = steps;
    }

    private static Grouping withLabel(Grouping grouping, String label) {
        if (grouping.without()) {
            return grouping;
        }
        List<String> labels = new ArrayList<>(grouping.labels());
        labels.add(label);
        return new Grouping(false, labels);
    }

    @Override
    public @Nullable SeriesRow next() {
        if (next < 0) {
            next = 0;
            long before = run.samples().current();
            for (SeriesRow row = input.next(); row != null; row = input.next()) {
                count(row);
            }
            input.close();
            run.samples().release(run.samples().current() - before);
            counts.forEach(row -> run.samples().hold(SampleCounts.of(row)));
        }
        return next < counts.size() ? counts.get(next++) : null;
    }

    private void count(SeriesRow row) {
        Labels labels = row.labels();
        int group = -1;
        long lastBits = 0;
        for (int step = 0; step < steps; step++) {
            if (!row.isPresent(step)) {
                continue;
            }
            int histogram = row.histogramRow(step);
            long bits = Double.doubleToRawLongBits(row.value(step));
            if (group < 0 || histogram >= 0 || bits != lastBits) {
                String text = histogram >= 0
                        ? HistogramText.of(row.histograms(), histogram)
                        : GoNumbers.plain(row.value(step));
                group = group(labels.with(label, text));
            }
            // A histogram's text is never taken for the next float's.
            lastBits = histogram >= 0 ? ~bits : bits;
            SeriesRow counted = counts.get(group);
            counted.set(step, counted.isPresent(step) ? counted.value(step) + 1 : 1);
        }
    }

    private int group(Labels labels) {
        int group = groups.of(labels);
        if (group == counts.size()) {
            run.context().reserve(SeriesRow.bytes(steps));
            var row = new SeriesRow(steps, run.delaysNameRemoval());
            row.begin(groups.labels(group));
            counts.add(row);
        }
        return group;
    }

    @Override
    public void close() {
        run.context().release(SeriesRow.bytes(steps) * counts.size());
        counts.clear();
        input.close();
    }
}
