package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `topk` and `bottomk`: at each step the series of each group with the best values. Holds, for each group and step, no more than that many
/// values, and the labels of series that were among them.
final class RankOperator implements VectorOperator {

    private static final long BYTES_PER_HEAP = 64;

    private final QueryRun run;
    private final VectorOperator input;
    private final boolean largest;
    private final Parameter parameter;
    private final Groups groups;
    private final int steps;
    private final Origin origin;
    private final List<@Nullable RankHeap[]> heaps = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private @Nullable List<SeriesRow> results;
    private int next;
    private long reserved;

    private record Candidate(Labels labels, boolean nameLost) {}

    RankOperator(QueryRun run, VectorOperator input, boolean largest, Parameter parameter, Grouping grouping, int steps,
            Origin origin) {
        this.run = run;
        this.input = input;
        this.largest = largest;
        this.parameter = parameter;
        this.groups = new Groups(grouping);
        this.steps = steps;
        this.origin = origin;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (results == null) {
            results = rank();
        }
        return next < results.size() ? results.get(next++) : null;
    }

    private List<SeriesRow> rank() {
        boolean wanted = parameter.isCount();
        long before = run.samples().current();
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (wanted) {
                offer(row);
            }
        }
        input.close();
        run.samples().release(run.samples().current() - before);
        return steps == 1 ? ordered() : bySeries();
    }

    private void offer(SeriesRow row) {
        if (row.dropHistograms()) {
            Remarks remarks = run.remarks();
            remarks.histogramIgnored(largest ? "topk" : "bottomk", origin);
        }
        int group = groups.of(row);
        if (group == heaps.size()) {
            reserve(BYTES_PER_HEAP + 8L * steps);
            heaps.add(new RankHeap[steps]);
        }
        @Nullable
        RankHeap[] ofGroup = heaps.get(group);
        int number = candidates.size();
        boolean anywhere = false;
        for (int step = 0; step < steps; step++) {
            if (!row.isPresent(step)) {
                continue;
            }
            RankHeap heap = ofGroup[step];
            if (heap == null) {
                int count = parameter.countAt(step, Integer.MAX_VALUE);
                if (count < 1) {
                    continue;
                }
                reserve(BYTES_PER_HEAP + 12L * Math.min(count, 8));
                heap = new RankHeap(largest, count);
                ofGroup[step] = heap;
            }
            anywhere |= heap.offer(row.value(step), number);
        }
        if (anywhere) {
            reserve(row.storedLabels().packed().length + 64L);
            candidates.add(new Candidate(row.labels(), row.nameIsLost()));
        }
    }

    private void reserve(long bytes) {
        run.context().reserve(bytes);
        reserved += bytes;
    }

    /// Of an instant query, group by group, the best first.
    private List<SeriesRow> ordered() {
        List<SeriesRow> rows = new ArrayList<>();
        for (@Nullable
        RankHeap[] ofGroup : heaps) {
            RankHeap heap = ofGroup[0];
            if (heap == null) {
                continue;
            }
            heap.sort();
            for (int i = 0; i < heap.size(); i++) {
                SeriesRow row = begin(heap.series(i));
                row.set(0, heap.value(i));
                rows.add(row);
            }
        }
        rows.forEach(row -> run.samples().hold(SampleCounts.of(row)));
        return rows;
    }

    private List<SeriesRow> bySeries() {
        Map<Integer, SeriesRow> rows = new HashMap<>();
        List<SeriesRow> inOrder = new ArrayList<>();
        for (@Nullable
        RankHeap[] ofGroup : heaps) {
            for (int step = 0; step < steps; step++) {
                RankHeap heap = ofGroup[step];
                for (int i = 0; heap != null && i < heap.size(); i++) {
                    SeriesRow row = rows.get(heap.series(i));
                    if (row == null) {
                        reserve(SeriesRow.bytes(steps));
                        row = begin(heap.series(i));
                        rows.put(heap.series(i), row);
                        inOrder.add(row);
                    }
                    row.set(step, heap.value(i));
                }
            }
        }
        inOrder.forEach(row -> run.samples().hold(SampleCounts.of(row)));
        return inOrder;
    }

    private SeriesRow begin(int number) {
        var row = new SeriesRow(steps, run.delaysNameRemoval());
        Candidate candidate = candidates.get(number);
        row.begin(candidate.labels);
        row.loseName(candidate.nameLost && run.delaysNameRemoval());
        return row;
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        heaps.clear();
        candidates.clear();
        results = List.of();
        input.close();
    }
}
