package io.hypnos.promql.exec.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// `info`: gives series the labels of info series with the same `job` and `instance`. Which info series are current may change from step to
/// step; then a series comes in pieces, one for each set of labels.
public final class InfoOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final InfoSelector selector;
    private final StepGrid grid;
    private final Deque<SeriesRow> ready = new ArrayDeque<>();
    private final List<SeriesRow> bases = new ArrayList<>();
    private @Nullable InfoSeries infos;
    private int nextBase;
    private long reserved;

    public InfoOperator(QueryRun run, VectorOperator input, InfoSelector selector, StepGrid grid) {
        this.run = run;
        this.input = input;
        this.selector = selector;
        this.grid = grid;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (infos == null) {
            readBases();
            infos = InfoSeries.read(run, selector, bases, grid);
        }
        while (ready.isEmpty() && nextBase < bases.size()) {
            enrich(bases.get(nextBase++), infos);
        }
        return ready.poll();
    }

    private void readBases() {
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            long bytes = row.bytes();
            run.context().reserve(bytes);
            reserved += bytes;
            bases.add(row.copy());
        }
        input.close();
    }

    private void enrich(SeriesRow base, InfoSeries infos) {
        if (selector.isInfo(base.labels())) {
            ready.add(base);
            return;
        }
        List<InfoSeries.Candidates> candidates = infos.matching(base.labels());
        Map<List<Labels>, SeriesRow> pieces = new HashMap<>();
        List<SeriesRow> inOrder = new ArrayList<>();
        for (int step = 0; step < grid.count(); step++) {
            if (!base.isPresent(step)) {
                continue;
            }
            List<Labels> current = new ArrayList<>();
            for (InfoSeries.Candidates ofName : candidates) {
                Labels newest = ofName.newestAt(step);
                if (newest != null) {
                    current.add(newest);
                }
            }
            if (current.isEmpty() && !selector.acceptsNothing()) {
                continue;
            }
            SeriesRow piece = pieces.get(current);
            if (piece == null) {
                piece = base.copy();
                Arrays.fill(piece.present(), 0);
                setLabels(piece, enriched(base.labels(), current));
                pieces.put(current, piece);
                inOrder.add(piece);
            }
            piece.present()[step >>> 6] |= 1L << step;
        }
        ready.addAll(inOrder);
    }

    private static void setLabels(SeriesRow row, Labels labels) {
        boolean lost = row.nameIsLost();
        boolean hidden = row.hidesName();
        row.setLabels(labels);
        row.loseName(lost && !hidden);
    }

    private Labels enriched(Labels base, List<Labels> infoLabels) {
        var added = new LabelsBuilder();
        for (Labels info : infoLabels) {
            info.forEach((name, value) -> {
                if (name.equals(Labels.METRIC_NAME) || !selector.wants(name)) {
                    return;
                }
                String earlier = added.get(name);
                if (!earlier.isEmpty() && !earlier.equals(value)) {
                    throw new QueryException.Execution("conflicting label: " + name);
                }
                if (!base.has(name)) {
                    added.set(name, value);
                }
            });
        }
        return added.isEmpty() ? base : base.mergedWith(added.build());
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        bases.clear();
        ready.clear();
        input.close();
    }
}
