package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.select.InfoReader;
import io.hypnos.promql.exec.select.ReadCost;
import io.hypnos.promql.exec.select.SeriesFeed;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;

/// The info series for the targets of some series: for each step the time of their current sample.
final class InfoSeries {

    /// By name and identifying labels.
    private final Map<Labels, Candidates> bySignature = new HashMap<>();
    private final SortedSet<String> names = new TreeSet<>();

    /// Info series with the same name and target. The one with the newest sample counts.
    static final class Candidates {

        private final List<SeriesRow> rows = new ArrayList<>();

        /// The labels of the series that counts at a step; null when none has a sample.
        @Nullable
        Labels newestAt(int step) {
            SeriesRow newest = null;
            for (SeriesRow row : rows) {
                if (!row.isPresent(step)) {
                    continue;
                }
                if (newest == null || newest.value(step) < row.value(step)) {
                    newest = row;
                } else if (newest.value(step) == row.value(step)) {
                    throw new QueryException.Execution("found duplicate series for info metric: existing "
                            + newest.labels() + " @ " + (long) newest.value(step) + ", new " + row.labels() + " @ "
                            + (long) row.value(step));
                }
            }
            return newest == null ? null : newest.labels();
        }
    }

    static InfoSeries read(QueryRun run, InfoSelector selector, List<SeriesRow> bases, StepGrid grid) {
        var infos = new InfoSeries();
        Map<String, SortedSet<String>> targets = new TreeMap<>();
        for (SeriesRow base : bases) {
            if (selector.isInfo(base.labels())) {
                continue;
            }
            for (String label : InfoSelector.IDENTIFYING_LABELS) {
                String value = base.labels().get(label);
                if (!value.isEmpty()) {
                    targets.computeIfAbsent(label, key -> new TreeSet<>()).add(value);
                }
            }
        }
        if (!targets.isEmpty() && grid.count() > 0) {
            infos.fetch(run, selector, targets, grid);
        }
        return infos;
    }

    private void fetch(QueryRun run, InfoSelector selector, Map<String, SortedSet<String>> targets, StepGrid grid) {
        var selection = new Selection(selector.matchers(targets), List.of(), "info", SelectHints.Grouping.NONE, null);
        var range = TimeRange.closed(selector.shift().apply(grid.start()) - run.lookback() + 1,
                selector.shift().apply(grid.last()));
        SeriesFeed feed = run.fetches().announce(selection,
                new SelectHints(range, grid.step(), "info", 0, SelectHints.Grouping.NONE, 0));
        var reader = new InfoReader(grid, selector.shift(), run.lookback());
        var cost = new ReadCost(run.samples());
        for (Series series = feed.next(); series != null; series = feed.next()) {
            run.context().check();
            run.context().reserve(SeriesRow.bytes(grid.count()));
            var row = new SeriesRow(grid.count(), run.delaysNameRemoval());
            cost.clear();
            reader.read(series, row, cost);
            run.samples().enter(cost);
            if (!row.isEmpty()) {
                add(row);
            }
        }
    }

    private void add(SeriesRow row) {
        String name = row.labels().metricName();
        names.add(name);
        bySignature.computeIfAbsent(signature(name, row.labels()), key -> new Candidates()).rows.add(row);
    }

    private static Labels signature(String name, Labels labels) {
        return labels.only(InfoSelector.IDENTIFYING_LABELS).with(Labels.METRIC_NAME, name);
    }

    /// What may describe the target of a series: for each name of info metrics its candidates.
    List<Candidates> matching(Labels base) {
        List<Candidates> found = new ArrayList<>();
        for (String name : names) {
            Candidates candidates = bySignature.get(signature(name, base));
            if (candidates != null) {
                found.add(candidates);
            }
        }
        return found;
    }
}
