package io.hypnos.promql.exec.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.KeyTable;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.ScalarOperator;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.exec.histogram.ClassicBuckets;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `histogram_quantile`, `histogram_quantiles` and `histogram_fraction`.
///
/// Native histograms are answered as they stream by. The series of classic ones are held, by their labels without `le`, until all have come.
/// Where a classic and a native histogram have the same labels at a step, neither is answered.
public final class HistogramCallOperator implements VectorOperator {

    private static final String BUCKET_LABEL = "le";

    private final QueryRun run;
    private final VectorOperator input;
    private final HistogramCall node;
    private final StepGrid grid;
    private final List<HistogramQuestion> questions;
    private final KeyTable signatures = new KeyTable();
    /// By signature.
    private final Map<Integer, Classic> classics = new LinkedHashMap<>();
    private final List<NativeAnswer> natives = new ArrayList<>();
    private final Deque<SeriesRow> ready = new ArrayDeque<>();
    private boolean collected;
    private long reserved;

    /// The buckets of a classic histogram, each with its series.
    private record Classic(Labels labels, List<Bucket> buckets) {}

    private record Bucket(double upperBound, SeriesRow row) {}

    /// What came out of a native histogram series, which has the labels of the signature.
    private record NativeAnswer(int signature, String metric, List<SeriesRow> rows) {}

    public HistogramCallOperator(QueryRun run, VectorOperator input, HistogramCall node,
            List<ScalarOperator> arguments, StepGrid grid) {
        this.run = run;
        this.input = input;
        this.node = node;
        this.grid = grid;
        this.questions = HistogramQuestion.of(node, arguments, run.remarks(), grid);
    }

    private Origin origin() {
        return node.origins().getFirst();
    }

    @Override
    public @Nullable SeriesRow next() {
        if (!collected) {
            collected = true;
            long before = run.samples().current();
            collect();
            answer();
            run.samples().release(run.samples().current() - before);
            ready.forEach(row -> run.samples().hold(SampleCounts.of(row)));
        }
        return ready.poll();
    }

    private void collect() {
        if (node.function() != Function.HISTOGRAM_FRACTION) {
            questions.forEach(HistogramQuestion::checkQuantiles);
        }
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (row.hasHistograms()) {
                collectNative(row);
                row.dropHistograms();
            }
            if (!row.isEmpty()) {
                collectClassic(row);
            }
        }
        input.close();
    }

    private void collectNative(SeriesRow row) {
        Labels labels = row.labels();
        String metric = metricFor(labels);
        List<SeriesRow> answers = new ArrayList<>();
        for (HistogramQuestion question : questions) {
            answers.addAll(question.ofNative(row, metric, run));
        }
        reserve(SeriesRow.bytes(grid.count()) * answers.size());
        natives.add(new NativeAnswer(signature(labels), metric, answers));
    }

    private void collectClassic(SeriesRow row) {
        Labels labels = row.labels();
        String le = labels.get(BUCKET_LABEL);
        Double bound = GoNumbers.parse(le);
        if (bound == null) {
            run.remarks().badBucketLabel(metricFor(labels), le, origin());
            return;
        }
        Labels base = labels.without(List.of(BUCKET_LABEL));
        int signature = signature(base);
        reserve(row.bytes());
        classics.computeIfAbsent(signature, number -> new Classic(base, new ArrayList<>())).buckets
                .add(new Bucket(bound, row.copy()));
    }

    private int signature(Labels labels) {
        return signatures.number(labels.packed(), labels.packed().length);
    }

    private String metricFor(Labels labels) {
        return run.delaysNameRemoval() ? labels.metricName() : "";
    }

    private void reserve(long bytes) {
        run.context().reserve(bytes);
        reserved += bytes;
    }

    private void answer() {
        for (NativeAnswer answer : natives) {
            removeConflicts(answer);
            for (SeriesRow row : answer.rows) {
                if (!row.isEmpty()) {
                    ready.add(row);
                }
            }
        }
        for (Classic classic : classics.values()) {
            classic.buckets.sort(Comparator.comparingDouble(Bucket::upperBound));
            for (HistogramQuestion question : questions) {
                ready.addAll(ofClassic(classic, question));
            }
            classic.buckets.clear();
        }
    }

    /// Takes away what classic and native histograms of the same labels have at the same steps.
    private void removeConflicts(NativeAnswer answer) {
        Classic classic = classics.get(answer.signature);
        if (classic == null) {
            return;
        }
        List<Bucket> buckets = classic.buckets;
        for (int step = 0; step < grid.count(); step++) {
            boolean isNative = false;
            for (SeriesRow row : answer.rows) {
                isNative |= row.isPresent(step);
            }
            boolean isClassic = false;
            for (Bucket bucket : buckets) {
                isClassic |= bucket.row.isPresent(step);
            }
            if (isNative && isClassic) {
                run.remarks().mixedClassicAndNative(answer.metric, origin());
                for (SeriesRow row : answer.rows) {
                    row.remove(step);
                }
                for (Bucket bucket : buckets) {
                    bucket.row.remove(step);
                }
            }
        }
    }

    private List<SeriesRow> ofClassic(Classic classic, HistogramQuestion question) {
        var buckets = new ClassicBuckets();
        var answers = question.answers(run, classic.labels);
        for (int step = 0; step < grid.count(); step++) {
            buckets.clear();
            for (Bucket bucket : classic.buckets) {
                if (bucket.row.isPresent(step)) {
                    buckets.add(bucket.upperBound, bucket.row.value(step));
                }
            }
            if (!buckets.isEmpty()) {
                answers.add(step, question.ofClassic(buckets, step, metricFor(classic.labels)));
            }
        }
        return answers.rows();
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        natives.clear();
        classics.clear();
        ready.clear();
        input.close();
    }
}
