package io.hypnos.query.api;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.parse.Parser;
import io.hypnos.proto.exemplars.Exemplar;
import io.hypnos.proto.exemplars.ExemplarsGrpc;
import io.hypnos.proto.exemplars.ExemplarsRequest;
import io.hypnos.proto.exemplars.ExemplarsResponse;
import io.hypnos.proto.store.Label;
import io.hypnos.proto.store.PartialResponseStrategy;
import io.hypnos.proto.store.ZLabelSet;
import io.hypnos.query.fanout.StoreSet;
import io.hypnos.query.fanout.StoreStatus;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.series.Annotations;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.PeerApi;
import io.hypnos.service.storeapi.StoreInfo;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/query_exemplars`: the exemplars of the series that an expression selects, from every peer that keeps some.
public final class ExemplarsApi {

    private final QueryRunner runner;
    private final StoreSet stores;
    private final AnswerOptionsReader options;
    private final Clock clock;

    public ExemplarsApi(QueryRunner runner, StoreSet stores, AnswerOptionsReader options, Clock clock) {
        this.runner = runner;
        this.stores = stores;
        this.options = options;
        this.clock = clock;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().getOrPost("query_exemplars", "/api/v1/query_exemplars", this::exemplars).build();
    }

    private ApiResponse exemplars(ApiRequest request) {
        AnswerOptions answer = options.read(request);
        long now = clock.millis();
        long start = request.parameters().time("start", now - Duration.ofHours(1).toMillis());
        long end = request.parameters().time("end", now);
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        List<List<Matcher>> selectors = selectors(request, answer);
        var annotations = new Annotations();
        Map<Labels, Set<Exemplar>> found = new TreeMap<>();
        try (RunningQuery context = runner.open(options.tenant(request), runner.maxTimeout())) {
            request.onAbandoned(context::cancel);
            var wire = ExemplarsRequest.newBuilder().setStart(start).setEnd(end)
                    .setPartialResponseStrategy(PartialResponseStrategy.forNumber(answer.partialResponse().ordinal()));
            var collected = PeerQuestions.<ExemplarsResponse>ask(peers(selectors), "exemplars",
                    answer.partialResponse(), context,
                    peer -> PeerQuestions.prepared(ExemplarsGrpc.newBlockingStub(peer.channel()), context)
                            .exemplars(wire.clone().setQuery(queryFor(peer, selectors)).build()));
            annotations.warnAll(collected.warnings());
            for (ExemplarsResponse message : collected.messages()) {
                if (!message.getWarning().isEmpty()) {
                    annotations.warn(message.getWarning());
                } else {
                    Labels labels = labels(message.getData().getSeriesLabels()).without(answer.replicaLabels());
                    found.computeIfAbsent(labels, key -> new LinkedHashSet<>())
                            .addAll(message.getData().getExemplarsList());
                }
            }
        }
        return ApiResponse.data(JsonValue.of(describe(found)), annotations);
    }

    private List<List<Matcher>> selectors(ApiRequest request, AnswerOptions answer) {
        try {
            Expr expression = Parser.parse(request.form().first("query"), runner.engineOptions().parser());
            var selectors = new ArrayList<List<Matcher>>();
            for (List<Matcher> selector : selectorsIn(expression)) {
                var all = new ArrayList<>(selector);
                all.addAll(answer.enforced());
                selectors.add(all);
            }
            return selectors;
        } catch (QueryException e) {
            throw QueryFaults.of(e);
        }
    }

    private static List<List<Matcher>> selectorsIn(Expr expression) {
        var selectors = new ArrayList<List<Matcher>>();
        if (expression instanceof VectorSelector selector) {
            selectors.add(selector.matchers());
        }
        expression.children().forEach(child -> selectors.addAll(selectorsIn(child)));
        return selectors;
    }

    private List<StoreStatus> peers(List<List<Matcher>> selectors) {
        return stores.asked().stream().filter(status -> status.store().peer().apis().contains(PeerApi.EXEMPLARS))
                .filter(status -> selectors.stream().anyMatch(selector -> mayMatch(status.store().info(), selector)))
                .toList();
    }

    private static boolean mayMatch(StoreInfo info, List<Matcher> selector) {
        return info.labelSets().isEmpty()
                || info.labelSets().stream().anyMatch(labels -> ExternalLabels.mayMatch(labels, selector));
    }

    /// Selectors joined by `+`. External labels are known to the querier alone, so they are not passed on; another querier knows them.
    private static String queryFor(StoreStatus peer, List<List<Matcher>> selectors) {
        boolean querier = peer.store().peer().component().equals("query");
        StoreInfo info = peer.store().info();
        return selectors.stream().filter(selector -> mayMatch(info, selector))
                .map(selector -> selector.stream().filter(
                        matcher -> querier || info.labelSets().stream().noneMatch(labels -> labels.has(matcher.name())))
                        .map(Matcher::toString).collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining("+"));
    }

    private static Labels labels(ZLabelSet wire) {
        var builder = new LabelsBuilder();
        for (Label label : wire.getLabelsList()) {
            if (!label.getName().isEmpty()) {
                builder.set(label.getName(), label.getValue());
            }
        }
        return builder.build();
    }

    private static List<Map<String, Object>> describe(Map<Labels, Set<Exemplar>> found) {
        var described = new ArrayList<Map<String, Object>>();
        found.forEach((labels, exemplars) -> {
            var series = new LinkedHashMap<String, Object>();
            series.put("seriesLabels", labels.toMap());
            series.put("exemplars", exemplars.stream().sorted(Comparator.comparingLong(Exemplar::getTs))
                    .map(ExemplarsApi::describe).toList());
            described.add(series);
        });
        return described;
    }

    private static Map<String, Object> describe(Exemplar exemplar) {
        var described = new LinkedHashMap<String, Object>();
        described.put("labels", labels(exemplar.getLabels()).toMap());
        described.put("value", GoNumbers.plain(exemplar.getValue()));
        long millis = exemplar.getTs();
        // As a decimal, so that it is not written with an exponent.
        described.put("timestamp", millis % 1000 == 0 ? millis / 1000 : BigDecimal.valueOf(millis, 3));
        return described;
    }
}
