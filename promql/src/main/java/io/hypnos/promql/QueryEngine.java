package io.hypnos.promql;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.exec.Evaluation;
import io.hypnos.promql.exec.Measurements;
import io.hypnos.promql.exec.QueryAnnotations;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SampleAccount;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.select.Fetches;
import io.hypnos.promql.exec.select.ReadingThreads;
import io.hypnos.promql.parse.Parser;
import io.hypnos.promql.plan.Planner;
import io.hypnos.promql.plan.QueryTimes;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.rule.PlanRules;
import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.StorageException;

/// Evaluates queries. Safe for use by many threads. Its own threads, if it has any, end when they have had nothing to do for a while.
public final class QueryEngine {

    private static final String WHERE = "expression evaluation";

    private final EngineOptions options;
    private final @Nullable Executor helpers;

    public QueryEngine(EngineOptions options) {
        this.options = options;
        this.helpers = options.threads() > 1 ? new ReadingThreads(options.threads() - 1) : null;
    }

    public EngineOptions options() {
        return options;
    }

    /// How the engine would evaluate the query.
    ///
    /// @throws QueryException when the query is not valid
    public Explanation explain(Query query) {
        return Explanation.of(plan(query, QueryTimes.of(query)));
    }

    private PlanNode plan(Query query, QueryTimes times) {
        Expr expr = Parser.parse(query.text(), options.parser());
        return PlanRules.all(times.isInstant()).apply(Planner.plan(expr, times, options));
    }

    /// Answers the query from the series of `querier`. Time, memory and cancellation are those of `context`.
    ///
    /// @throws QueryException when there is no answer
    public QueryResult execute(Query query, SeriesQuerier querier, QueryContext context) {
        long began = System.nanoTime();
        QueryTimes times = QueryTimes.of(query);
        PlanNode plan = plan(query, times);
        long prepared = System.nanoTime();
        var annotations = new QueryAnnotations();
        StepGrid steps = StepGrid.of(times);
        boolean perStep = query.settings().statistics() == QuerySettings.Statistics.PER_STEP;
        var samples = new SampleAccount(options.limits().maxSamples(), perStep ? steps : null);
        Measurements measurements = query.settings().analyze() ? new Measurements() : null;
        long lookback = query.settings().lookbackMillis() > 0
                ? query.settings().lookbackMillis()
                : options.lookbackMillis();
        try (var fetches = new Fetches(querier, context, annotations, helpers)) {
            var books = new QueryRun.Books(new Remarks(annotations), annotations, samples, measurements);
            var run = new QueryRun(options, times, lookback, context, fetches, books);
            context.check();
            QueryValue value = new Evaluation(run).evaluate(plan);
            long ended = System.nanoTime();
            var timings = new QueryStatistics.Timings(ended - began, 0, prepared - began, ended - prepared, 0,
                    ended - began);
            return new QueryResult(value, annotations.warnings(query.text()), annotations.infos(query.text()),
                    new QueryStatistics(timings, samples.counts()),
                    measurements == null ? null : measurements.result());
        } catch (QueryAbortedException e) {
            throw aborted(e);
        } catch (StorageException e) {
            throw new QueryException.Storage("expanding series: " + e.getMessage(), e);
        }
    }

    private static QueryException aborted(QueryAbortedException e) {
        return switch (e.reason()) {
            case CANCELED -> new QueryException.Canceled(WHERE);
            case TIMEOUT -> new QueryException.Timeout(WHERE);
            case MEMORY -> new QueryException.TooMuchMemory(String.valueOf(e.getMessage()));
            case SAMPLES -> new QueryException.TooManySamples("query execution");
        };
    }
}
