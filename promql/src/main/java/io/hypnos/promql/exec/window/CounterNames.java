package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// Remarks on series that a function of counters is applied to although their name, or their type, says nothing of a counter.
final class CounterNames {

    private static final String TYPE = "__type__";

    private final Remarks remarks;
    private final Origin origin;
    private final boolean byType;
    private String lastRemarked = "";

    /// @param byType whether the label `__type__` counts instead of the name
    CounterNames(Remarks remarks, Origin origin, boolean byType) {
        this.remarks = remarks;
        this.origin = origin;
        this.byType = byType;
    }

    /// @param row what the function gave; only floats need a name
    void check(Labels labels, SeriesRow row) {
        String metric = labels.metricName();
        if (metric.isEmpty() || !hasFloats(row)) {
            return;
        }
        if (byType) {
            String type = labels.get(TYPE);
            if (!type.equals("counter") && !type.equals("histogram")) {
                remarks.maybeNoCounterByType(metric, type, origin);
            }
        } else if (!metric.endsWith("_total") && !metric.endsWith("_sum") && !metric.endsWith("_count")
                && !metric.endsWith("_bucket")) {
            if (!metric.equals(lastRemarked)) {
                lastRemarked = metric;
                remarks.maybeNoCounter(metric, origin);
            }
        }
    }

    private static boolean hasFloats(SeriesRow row) {
        if (!row.hasHistograms()) {
            return !row.isEmpty();
        }
        for (int step = 0; step < row.steps(); step++) {
            if (row.isPresent(step) && !row.isHistogram(step)) {
                return true;
            }
        }
        return false;
    }
}
