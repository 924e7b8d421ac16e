package io.hypnos.promql.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.Explanation;
import io.hypnos.promql.OperatorAnalysis;
import io.hypnos.promql.plan.node.PlanNode;

/// Measures the operators of one query while they run: puts a meter around each, in the shape of the plan. Operators are made and used by one
/// thread.
public final class Measurements {

    /// What one operator has done so far.
    private static final class Meter {

        private final String name;
        private final SampleAccount account;
        private final List<Meter> children = new ArrayList<>();
        private long nanos;
        private long samples;
        private long peak;
        private long series;

        Meter(String name, SampleAccount account) {
            this.name = name;
            this.account = account;
        }

        <T extends @Nullable Object> T measure(Supplier<T> work) {
            long looked = account.totals().looked();
            long before = account.beginPeak();
            long began = System.nanoTime();
            try {
                return work.get();
            } finally {
                nanos += System.nanoTime() - began;
                peak = Math.max(peak, account.endPeak(before));
                samples += account.totals().looked() - looked;
            }
        }

        OperatorAnalysis result() {
            return new OperatorAnalysis(name, nanos, samples, peak, series,
                    children.stream().map(Meter::result).toList());
        }
    }

    private final Deque<Meter> making = new ArrayDeque<>();
    private @Nullable Meter root;

    /// The operator that `make` makes for a node, with a meter around it. Operators made meanwhile are below it.
    VectorOperator vector(PlanNode node, SampleAccount account, Supplier<VectorOperator> make) {
        Meter meter = begin(node, account);
        try {
            VectorOperator operator = meter.measure(make);
            return new VectorOperator() {
                @Override
                public @Nullable SeriesRow next() {
                    SeriesRow row = meter.measure(operator::next);
                    meter.series += row == null ? 0 : 1;
                    return row;
                }

                @Override
                public void close() {
                    operator.close();
                }
            };
        } finally {
            making.pop();
        }
    }

    /// Like [#vector], for numbers.
    ScalarOperator scalar(PlanNode node, SampleAccount account, Supplier<ScalarOperator> make) {
        Meter meter = begin(node, account);
        try {
            ScalarOperator operator = meter.measure(make);
            return () -> meter.measure(operator::values);
        } finally {
            making.pop();
        }
    }

    private Meter begin(PlanNode node, SampleAccount account) {
        var meter = new Meter(Explanation.nameOf(node), account);
        Meter parent = making.peek();
        if (parent != null) {
            parent.children.add(meter);
        } else if (root == null) {
            root = meter;
        }
        making.push(meter);
        return meter;
    }

    /// What the operators did; null for a query without any.
    public @Nullable OperatorAnalysis result() {
        return root == null ? null : root.result();
    }
}
