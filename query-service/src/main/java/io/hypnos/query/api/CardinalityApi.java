package io.hypnos.query.api;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.parse.Parser;
import io.hypnos.proto.status.StatusGrpc;
import io.hypnos.proto.status.TSDBStatisticsEntry;
import io.hypnos.proto.status.TSDBStatisticsRequest;
import io.hypnos.proto.status.TSDBStatisticsResponse;
import io.hypnos.proto.store.PartialResponseStrategy;
import io.hypnos.query.fanout.StoreSet;
import io.hypnos.query.fanout.StoreStatus;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.series.Annotations;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.PeerApi;
import io.hypnos.service.storeapi.WireMessages;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/status/tsdb`: which metrics and labels have how many series, over the heads of all peers that count them. `match[]` chooses databases
/// by their external labels, as in Thanos.
public final class CardinalityApi {

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 10_000;

    private final QueryRunner runner;
    private final StoreSet stores;
    private final AnswerOptionsReader options;

    public CardinalityApi(QueryRunner runner, StoreSet stores, AnswerOptionsReader options) {
        this.runner = runner;
        this.stores = stores;
        this.options = options;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("status_tsdb", "/api/v1/status/tsdb", this::statistics).build();
    }

    private ApiResponse statistics(ApiRequest request) {
        AnswerOptions answer = options.read(request);
        int limit = request.parameters().number("limit", DEFAULT_LIMIT);
        if (limit < 1) {
            limit = DEFAULT_LIMIT;
        }
        if (limit > MAX_LIMIT) {
            throw ApiException.invalidParameter("limit", "must not exceed " + MAX_LIMIT);
        }
        List<StoreStatus> peers = stores.asked().stream()
                .filter(status -> status.store().peer().apis().contains(PeerApi.STATUS)).toList();
        var wire = TSDBStatisticsRequest.newBuilder().setLimit(limit)
                .addAllMatchers(WireMessages.wireMatchers(matchers(request, answer)))
                .setPartialResponseStrategy(PartialResponseStrategy.forNumber(answer.partialResponse().ordinal()))
                .build();
        var annotations = new Annotations();
        var sum = new CardinalitySum();
        try (RunningQuery context = runner.open(options.tenant(request), runner.maxTimeout())) {
            request.onAbandoned(context::cancel);
            var collected = PeerQuestions.<TSDBStatisticsResponse>ask(peers, "tsdb statistics",
                    answer.partialResponse(), context,
                    peer -> PeerQuestions.prepared(StatusGrpc.newBlockingStub(peer.channel()), context)
                            .tSDBStatistics(wire));
            annotations.warnAll(collected.warnings());
            for (TSDBStatisticsResponse message : collected.messages()) {
                if (!message.getWarning().isEmpty()) {
                    annotations.warn(message.getWarning());
                }
                for (TSDBStatisticsEntry entry : message.getStatistics().getStatisticsMap().values()) {
                    sum.add(entry);
                }
            }
        }
        return ApiResponse.data(JsonValue.of(sum.describe(limit)), annotations);
    }

    private static List<Matcher> matchers(ApiRequest request, AnswerOptions answer) {
        var matchers = new ArrayList<>(answer.enforced());
        for (String selector : request.form().all("match[]")) {
            try {
                matchers.addAll(Parser.parseMatchers(selector, ParserOptions.DEFAULT));
            } catch (QueryException e) {
                throw ApiException.invalidParameter("match[]", String.valueOf(e.getMessage()));
            }
        }
        return matchers;
    }
}
