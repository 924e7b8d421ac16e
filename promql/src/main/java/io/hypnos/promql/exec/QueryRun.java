package io.hypnos.promql.exec;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.exec.select.Fetches;
import io.hypnos.promql.plan.QueryTimes;
import io.hypnos.series.QueryContext;

/// What all operators of one running query have in common.
///
/// @param lookback milliseconds that an instant selector looks back
public record QueryRun(EngineOptions options, QueryTimes times, long lookback, QueryContext context, Fetches fetches,
        Books books) {

    /// Where a running query writes down what is to be reported beside its value.
    ///
    /// @param measurements what each operator does; null unless that is wanted
    public record Books(Remarks remarks, QueryAnnotations annotations, SampleAccount samples,
            @Nullable Measurements measurements) {}

    /// This run for a part of the plan that has an account of its own.
    QueryRun withSamples(SampleAccount account) {
        return new QueryRun(options, times, lookback, context, fetches,
                new Books(books.remarks, books.annotations, account, books.measurements));
    }

    public Remarks remarks() {
        return books.remarks;
    }

    public SampleAccount samples() {
        return books.samples;
    }

    public boolean delaysNameRemoval() {
        return options.has(EngineOptions.Feature.DELAYED_NAME_REMOVAL);
    }

    public boolean usesStartTimestamps() {
        return options.has(EngineOptions.Feature.START_TIMESTAMPS);
    }
}
