package io.hypnos.query.api;

import java.time.Duration;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.Explanation;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryResult;
import io.hypnos.query.limit.MemoryBudget;
import io.hypnos.query.limit.QueryGate;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.query.select.FanoutQuerier;
import io.hypnos.query.select.SourceResolution;
import io.hypnos.service.tenancy.TenantId;

/// Runs queries: each under a context of its own, no more at once than the gate lets in.
public final class QueryRunner {

    private final QueryEngine engine;
    private final FanoutQuerier.Factory queriers;
    private final QueryGate gate;
    private final Limits limits;
    private final MemoryBudget budget;

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

    /// Waits for a place and evaluates.
    ///
    /// @throws io.hypnos.promql.QueryException when there is no answer
    public QueryResult run(Query query, AnswerOptions options, SourceResolution resolution, RunningQuery context) {
        try (QueryGate.Place place = gate.enter(context)) {
            return engine.execute(query, queriers.create(options, resolution), context);
        }
    }
}
