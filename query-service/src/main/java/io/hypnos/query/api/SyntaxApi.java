package io.hypnos.query.api;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.format.ExprJson;
import io.hypnos.promql.format.JsonOutput;
import io.hypnos.promql.format.PrettyText;
import io.hypnos.promql.parse.Parser;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/format_query` and `/api/v1/parse_query`: an expression laid out, and as a tree.
public final class SyntaxApi {

    private final ParserOptions options;

    public SyntaxApi(ParserOptions options) {
        this.options = options;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().getOrPost("format_query", "/api/v1/format_query", this::format)
                .getOrPost("parse_query", "/api/v1/parse_query", this::parse)
                .build();
    }

    private ApiResponse format(ApiRequest request) {
        return ApiResponse.data(JsonValue.of(PrettyText.of(expression(request))));
    }

    private ApiResponse parse(ApiRequest request) {
        Expr expression = expression(request);
        return ApiResponse.data(out -> {
            var json = new JsonOutput(out);
            ExprJson.write(expression, json);
            json.flush();
        });
    }

    private Expr expression(ApiRequest request) {
        try {
            return Parser.parse(request.form().first("query"), options);
        } catch (QueryException e) {
            throw QueryFaults.of(e);
        }
    }
}
