package io.hypnos.query.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.query.fanout.StoreSet;
import io.hypnos.query.fanout.StoreStatus;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/stores`: every endpoint by the kind of component it is, with what it has and how it is.
public final class StoresApi {

    private static final String UNKNOWN = "unknown-store-api";

    private final StoreSet stores;

    public StoresApi(StoreSet stores) {
        this.stores = stores;
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("stores", "/api/v1/stores", this::list).build();
    }

    private ApiResponse list(ApiRequest request) {
        Map<String, List<Object>> byComponent = new TreeMap<>();
        for (StoreStatus status : stores.all()) {
            String component = status.store().peer().component();
            byComponent.computeIfAbsent(component.isEmpty() ? UNKNOWN : component, key -> new ArrayList<>())
                    .add(describe(status));
        }
        return ApiResponse.data(JsonValue.of(byComponent));
    }

    private static Map<String, Object> describe(StoreStatus status) {
        var described = new LinkedHashMap<String, Object>();
        var info = status.store().info();
        described.put("name", status.endpoint().address());
        described.put("lastCheck", status.health().lastCheck().toString());
        described.put("lastError", status.health().lastError());
        described.put("labelSets", info.labelSets().stream().map(Labels::toMap).toList());
        described.put("minTime", info.range().min());
        described.put("maxTime", info.range().max());
        return described;
    }
}
