package io.hypnos.query.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;

import io.hypnos.promql.Explanation;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.format.ExplanationJson;
import io.hypnos.promql.format.JsonOutput;
import io.hypnos.promql.format.ResultJson;
import io.hypnos.query.flags.EngineFlags;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.query.select.SourceResolution;
import io.hypnos.series.Annotations;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;

/// `/api/v1/query`, `/api/v1/query_range`, and what the engine would do with either.
public final class QueryApi {

    private final QueryRunner runner;
    private final AnswerOptionsReader options;
    private final QueryParameters parameters;

    public QueryApi(QueryRunner runner, AnswerOptionsReader options, EngineFlags flags, Clock clock) {
        this.runner = runner;
        this.options = options;
        this.parameters = new QueryParameters(flags, clock);
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder()
                .getOrPost("query", "/api/v1/query", request -> answer(request, parameters.instant(request)))
                .getOrPost("query_range", "/api/v1/query_range", request -> answer(request, parameters.range(request)))
                .getOrPost("query", "/api/v1/query_explain", request -> explain(parameters.instant(request)))
                .getOrPost("query", "/api/v1/query_range_explain", request -> explain(parameters.range(request)))
                .build();
    }

    private ApiResponse answer(ApiRequest request, QueryParameters.Asked<? extends Query> asked) {
        int limit = request.parameters().limit("limit");
        AnswerOptions answer = options.read(request);
        Duration timeout = request.parameters().duration("timeout", runner.maxTimeout());
        RunningQuery context = runner.open(options.tenant(request), timeout);
        boolean handedOver = false;
        try {
            request.onAbandoned(context::cancel);
            QueryResult result = run(asked, answer, context).limitedTo(limit);
            var annotations = new Annotations();
            annotations.warnAll(result.warnings());
            result.infos().forEach(annotations::inform);
            var parts = new ResultJson.Parts(!request.form().first("stats").isEmpty());
            ApiResponse response = ApiResponse.data(out -> write(result, parts, out), annotations);
            handedOver = true;
            return new ApiResponse(response.status(), response.contentType(), response.headers(),
                    out -> writeAndClose(response, context, out));
        } finally {
            if (!handedOver) {
                context.close();
            }
        }
    }

    private ApiResponse explain(QueryParameters.Asked<? extends Query> asked) {
        Explanation explanation;
        try {
            explanation = runner.explain(asked.query());
        } catch (QueryException e) {
            throw QueryFaults.of(e);
        }
        return ApiResponse.data(out -> {
            var json = new JsonOutput(out);
            ExplanationJson.write(explanation, json);
            json.flush();
        });
    }

    private QueryResult run(QueryParameters.Asked<? extends Query> asked, AnswerOptions answer, RunningQuery context) {
        try {
            SourceResolution resolution = asked.resolution();
            return runner.run(asked.query(), answer, resolution, context);
        } catch (QueryException e) {
            throw QueryFaults.of(e);
        }
    }

    private static void write(QueryResult result, ResultJson.Parts parts, OutputStream out) throws IOException {
        var json = new JsonOutput(out);
        ResultJson.write(result, parts, json);
        json.flush();
    }

    /// The result's memory is the query's until it has been sent.
    private static void writeAndClose(ApiResponse response, RunningQuery context, OutputStream out) throws IOException {
        try (context) {
            response.body().writeTo(out);
        }
    }
}
