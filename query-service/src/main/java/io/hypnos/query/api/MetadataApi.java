package io.hypnos.query.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.hypnos.proto.metadata.Meta;
import io.hypnos.proto.metadata.MetadataGrpc;
import io.hypnos.proto.metadata.MetricMetadataRequest;
import io.hypnos.proto.metadata.MetricMetadataResponse;
import io.hypnos.proto.store.PartialResponseStrategy;
import io.hypnos.query.fanout.StoreSet;
import io.hypnos.query.fanout.StoreStatus;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.query.select.AnswerOptions;
import io.hypnos.series.Annotations;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.service.storeapi.PeerApi;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/metadata`: type, help and unit of metrics, from every peer that keeps them.
public final class MetadataApi {

    private final QueryRunner runner;
    private final StoreSet stores;
    private final AnswerOptionsReader options;

    public MetadataApi(QueryRunner runner, StoreSet stores, AnswerOptionsReader options) {
        this.runner = runner;
        this.stores = stores;
        this.options = options;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("metadata", "/api/v1/metadata", this::metadata).build();
    }

    private ApiResponse metadata(ApiRequest request) {
        String metric = request.form().first("metric");
        int limit = request.parameters().number("limit", -1);
        int limitPerMetric = request.parameters().number("limit_per_metric", -1);
        AnswerOptions answer = options.read(request);
        // What a peer says of a metric does not say whose it is.
        List<StoreStatus> peers = answer.enforced().isEmpty()
                ? stores.asked().stream()
                        .filter(status -> status.store().peer().apis().contains(PeerApi.METRIC_METADATA)).toList()
                : List.of();
        var annotations = new Annotations();
        Map<String, Set<Meta>> found = new TreeMap<>(TextOrder.BY_BYTES);
        try (RunningQuery context = runner.open(options.tenant(request), runner.maxTimeout())) {
            request.onAbandoned(context::cancel);
            var wire = MetricMetadataRequest.newBuilder().setMetric(metric).setLimit(limit)
                    .setPartialResponseStrategy(PartialResponseStrategy.forNumber(answer.partialResponse().ordinal()))
                    .build();
            var collected = PeerQuestions.<MetricMetadataResponse>ask(peers, "metadata", answer.partialResponse(),
                    context,
                    peer -> PeerQuestions.prepared(MetadataGrpc.newBlockingStub(peer.channel()), context)
                            .metricMetadata(wire));
            annotations.warnAll(collected.warnings());
            for (MetricMetadataResponse message : collected.messages()) {
                if (!message.getWarning().isEmpty()) {
                    annotations.warn(message.getWarning());
                }
                message.getMetadata().getMetadataMap()
                        .forEach((name, entry) -> found.computeIfAbsent(name, key -> new LinkedHashSet<>())
                                .addAll(entry.getMetasList()));
            }
        }
        return ApiResponse.data(JsonValue.of(describe(found, limit, limitPerMetric)), annotations);
    }

    private static Map<String, List<Map<String, String>>> describe(Map<String, Set<Meta>> found, int limit,
            int limitPerMetric) {
        var described = new LinkedHashMap<String, List<Map<String, String>>>();
        for (Map.Entry<String, Set<Meta>> entry : found.entrySet()) {
            if (limit >= 0 && described.size() >= limit) {
                break;
            }
            var metas = new ArrayList<Map<String, String>>();
            for (Meta meta : entry.getValue()) {
                if (limitPerMetric > 0 && metas.size() >= limitPerMetric) {
                    break;
                }
                metas.add(Map.of("type", meta.getType(), "help", meta.getHelp(), "unit", meta.getUnit()));
            }
            described.put(entry.getKey(), metas);
        }
        return described;
    }
}
