package io.hypnos.query.api;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.Explanation;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.parse.Parser;
import io.hypnos.query.limit.MemoryBudget;
import io.hypnos.query.limit.QueryGate;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.query.select.FanoutQuerier;
import io.hypnos.query.select.SourceResolution;
import io.hypnos.service.tenancy.TenantId;

/// Runs queries: each under a context of its own, no more at once than the gate lets in.
///
/// Requests live on virtual threads, of which only as many run as there are processors. Evaluating takes processors for long, so each query
/// that is let in runs on a platform thread: the system shares its processors fairly between these and all else, such as a health check.
public final class QueryRunner implements AutoCloseable {

    private final QueryEngine engine;
    private final FanoutQuerier.Factory queriers;
    private final QueryGate gate;
    private final Limits limits;
    private final MemoryBudget budget;
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("query-", 0).factory());

    /// What one query may use.
    ///
    /// @param timeout     longest time
    /// @param memoryBytes most memory at once
    public record Limits(Duration timeout, long memoryBytes) {}

    public QueryRunner(QueryEngine engine, FanoutQuerier.Factory queriers, QueryGate gate, Limits limits,
            MemoryBudget budget) {
        this.engine = engine;
        this.queriers = queriers;
        this.gate = gate;
        this.limits = limits;
        this.budget = budget;
    }

    public EngineOptions engineOptions() {
        return engine.options();
    }

    /// A context for a request that is not a query, or for one that is about to run.
    ///
    /// @param timeout what the request asks for; more than the limit gives the limit
    public RunningQuery open(TenantId tenant, Duration timeout) {
        Duration granted = timeout.compareTo(limits.timeout()) < 0 ? timeout : limits.timeout();
        return new RunningQuery(tenant, granted, limits.memoryBytes(), budget);
    }

    public Duration maxTimeout() {
        return limits.timeout();
    }

    /// How a query would be evaluated.
    ///
    /// @throws io.hypnos.promql.QueryException when it is not valid
    public Explanation explain(Query query) {
        return engine.explain(query);
    }

    /// Waits for a place and evaluates. What is no query is refused before.
    ///
    /// @throws io.hypnos.promql.QueryException when there is no answer
    public QueryResult run(Query query, AnswerOptions options, SourceResolution resolution, RunningQuery context) {
        Parser.parse(query.text(), engine.options().parser());
        try (QueryGate.Place place = gate.enter(context)) {
            return await(threads.submit(() -> engine.execute(query, queriers.create(options, resolution), context)),
                    context);
        }
    }

    /// Waits to the end, since the evaluation uses the context until then; an interrupt makes that come soon.
    private static QueryResult await(Future<QueryResult> evaluation, RunningQuery context) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return evaluation.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    context.cancel();
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
