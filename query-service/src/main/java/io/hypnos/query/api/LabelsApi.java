package io.hypnos.query.api;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.parse.Parser;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.query.select.LabelSource;
import io.hypnos.series.Annotations;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;
import io.hypnos.service.web.Parameters;

/// `/api/v1/labels`, `/api/v1/label/{name}/values` and `/api/v1/series`.
public final class LabelsApi {

    private static final String TRUNCATED = "results truncated due to limit";

    private final QueryRunner runner;
    private final LabelSource labels;
    private final AnswerOptionsReader optionsReader;
    private final ParserOptions parser;
    private final Duration defaultRange;
    private final Clock clock;

    /// @param defaultRange time that a question covers when it names none; zero for all time
    public LabelsApi(QueryRunner runner, LabelSource labels, AnswerOptionsReader optionsReader, Duration defaultRange,
            Clock clock) {
        this.runner = runner;
        this.labels = labels;
        this.optionsReader = optionsReader;
        this.parser = runner.engineOptions().parser();
        this.defaultRange = defaultRange;
        this.clock = clock;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().getOrPost("label_names", "/api/v1/labels", this::names)
                .get("label_values", "/api/v1/label/{name}/values", this::values)
                .getOrPost("series", "/api/v1/series", this::series).build();
    }

    private ApiResponse names(ApiRequest request) {
        return texts(request,
                (selectors, options, range, limit, context) -> labels.names(selectors, options, range, limit, context));
    }

    private ApiResponse values(ApiRequest request) {
        String name = LabelNames.decode(request.pathVariable("name"));
        if (name.isEmpty()) {
            throw ApiException.badData("invalid label name: \"\"");
        }
        return texts(request, (selectors, options, range, limit, context) -> labels.values(name, selectors, options,
                range, limit, context));
    }

    /// A question whose answer is a list of texts.
    private interface Question {
        LabelsResult ask(List<List<Matcher>> selectors, AnswerOptions options, TimeRange range, int limit,
                RunningQuery context);
    }

    private ApiResponse texts(ApiRequest request, Question question) {
        List<List<Matcher>> selectors = selectors(request);
        AnswerOptions options = optionsReader.read(request).withoutDedup();
        int limit = request.parameters().limit("limit");
        try (RunningQuery context = open(request)) {
            // One more than wanted tells whether there is more.
            LabelsResult result = question.ask(selectors, options, range(request.parameters()),
                    limit == 0 ? 0 : limit + 1, context);
            var annotations = new Annotations();
            annotations.warnAll(result.warnings());
            return ApiResponse.data(JsonValue.of(limited(result.texts(), limit, annotations)), annotations);
        }
    }

    private ApiResponse series(ApiRequest request) {
        List<List<Matcher>> selectors = selectors(request);
        if (selectors.isEmpty()) {
            throw ApiException.badData("no match[] parameter provided");
        }
        AnswerOptions options = optionsReader.read(request);
        int limit = request.parameters().limit("limit");
        var found = new TreeSet<Labels>();
        var annotations = new Annotations();
        try (RunningQuery context = open(request)) {
            for (List<Matcher> selector : selectors) {
                annotations.warnAll(labels.series(selector, options, range(request.parameters()),
                        limit == 0 ? 0 : limit + 1, context, found::add));
            }
            List<Labels> shown = limited(new ArrayList<>(found), limit, annotations);
            return ApiResponse.data(JsonValue.of(shown.stream().map(Labels::toMap).toList()), annotations);
        }
    }

    private static <T> List<T> limited(List<T> all, int limit, Annotations annotations) {
        if (limit == 0 || all.size() <= limit) {
            return all;
        }
        annotations.warn(TRUNCATED);
        return all.subList(0, limit);
    }

    private RunningQuery open(ApiRequest request) {
        RunningQuery context = runner.open(optionsReader.tenant(request),
                request.parameters().duration("timeout", runner.maxTimeout()));
        request.onAbandoned(context::cancel);
        return context;
    }

    private TimeRange range(Parameters parameters) {
        long now = clock.millis();
        long otherwise = defaultRange.isZero() ? Long.MIN_VALUE : now - defaultRange.toMillis();
        long start = parameters.time("start", otherwise);
        long end = parameters.time("end", defaultRange.isZero() ? Long.MAX_VALUE : now);
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start time");
        }
        return TimeRange.closed(start, end);
    }

    private List<List<Matcher>> selectors(ApiRequest request) {
        var selectors = new LinkedHashSet<List<Matcher>>();
        for (String text : request.form().all("match[]")) {
            List<Matcher> matchers;
            try {
                matchers = Parser.parseMatchers(text, parser);
            } catch (QueryException e) {
                throw ApiException.invalidParameter("match[]", String.valueOf(e.getMessage()));
            }
            if (matchers.stream().allMatch(Matcher::matchesEmpty)) {
                throw ApiException.invalidParameter("match[]", "match[] must contain at least one non-empty matcher");
            }
            selectors.add(matchers);
        }
        return List.copyOf(selectors);
    }
}
