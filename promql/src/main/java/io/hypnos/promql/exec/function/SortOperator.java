package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.Sort;
import io.hypnos.series.labels.Labels;

/// `sort`, `sort_desc`, `sort_by_label` and `sort_by_label_desc`. Sorting by value drops histograms. Where several times
/// are asked for there is no order, and rows pass as they come.
public final class SortOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final Sort node;
    private final StepGrid grid;
    private final boolean byValue;
    private @Nullable Iterator<SeriesRow> sorted;
    private long reserved;

    public SortOperator(QueryRun run, VectorOperator input, Sort node, StepGrid grid) {
        this.run = run;
        this.input = input;
        this.node = node;
        this.grid = grid;
        this.byValue = node.function() == Function.SORT || node.function() == Function.SORT_DESC;
        if (grid.spans()) {
            run.remarks().sortInRangeQuery(node.origin());
        }
    }

    @Override
    public @Nullable SeriesRow next() {
        if (grid.spans()) {
            return nextInput();
        }
        if (sorted == null) {
            sorted = sort();
        }
        return sorted.hasNext() ? sorted.next() : null;
    }

    private @Nullable SeriesRow nextInput() {
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (byValue) {
                row.dropHistograms();
            }
            if (!row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private Iterator<SeriesRow> sort() {
        List<SeriesRow> rows = new ArrayList<>();
        for (SeriesRow row = nextInput(); row != null; row = nextInput()) {
            long bytes = row.bytes();
            run.context().reserve(bytes);
            reserved += bytes;
            rows.add(row.copy());
        }
        rows.sort(comparator());
        return rows.iterator();
    }

    private Comparator<SeriesRow> comparator() {
        return switch (node.function()) {
            case SORT -> (a, b) -> compareValues(a.value(0), b.value(0), false);
            case SORT_DESC -> (a, b) -> compareValues(a.value(0), b.value(0), true);
            case SORT_BY_LABEL -> (a, b) -> compareLabels(a.labels(), b.labels());
            default -> (a, b) -> -compareLabels(a.labels(), b.labels());
        };
    }

    /// NaN comes last in either direction.
    private static int compareValues(double a, double b, boolean descending) {
        boolean aNan = Double.isNaN(a);
        boolean bNan = Double.isNaN(b);
        if (aNan || bNan) {
            return Boolean.compare(aNan, bNan);
        }
        int order = a < b ? -1 : a > b ? 1 : 0;
        return descending ? -order : order;
    }

    private int compareLabels(Labels a, Labels b) {
        for (String label : node.labels()) {
            int order = NaturalOrder.compare(a.get(label), b.get(label));
            if (order != 0) {
                return order;
            }
        }
        return a.compareTo(b);
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        input.close();
    }
}
