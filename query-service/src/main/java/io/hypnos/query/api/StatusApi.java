package io.hypnos.query.api;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.service.boot.BuildInfo;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.web.ApiException;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.JsonValue;

/// `/api/v1/status/…`: what is running here, and what this process has no source for, in the shapes that clients expect. Nothing of it names
/// Mimir's `features`, from which Grafana would conclude that rules can be edited.
public final class StatusApi {

    private final ParsedFlags<?> flags;
    private final BuildInfo build;
    private final Instant started;

    public StatusApi(ParsedFlags<?> flags, BuildInfo build) {
        this.flags = flags;
        this.build = build;
        this.started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    public ApiRoutes routes() {
        return ApiRoutes.builder().get("status", "/api/v1/status/buildinfo", this::buildInfo)
                .get("status", "/api/v1/status/runtimeinfo", this::runtimeInfo)
                .get("status", "/api/v1/status/flags", request -> ApiResponse.data(JsonValue.of(flags.shown())))
                .get("status", "/api/v1/status/config", request -> ApiResponse.data(JsonValue.of(Map.of("yaml", ""))))
                .get("status", "/api/v1/rules", request -> ApiResponse.data(JsonValue.of(Map.of("groups", List.of()))))
                .get("status", "/api/v1/alerts", request -> ApiResponse.data(JsonValue.of(Map.of("alerts", List.of()))))
                .get("status", "/api/v1/alertmanagers", request -> ApiResponse
                        .data(JsonValue
                                .of(Map.of("activeAlertmanagers", List.of(), "droppedAlertmanagers", List.of()))))
                .get("status", "/api/v1/targets", StatusApi::targets)
                .get("status", "/api/v1/targets/metadata", request -> ApiResponse.data(JsonValue.of(List.of())))
                .get("status", "/api/v1/scrape_pools",
                        request -> ApiResponse.data(JsonValue.of(Map.of("scrapePools", List.of()))))
                .build();
    }

    private ApiResponse buildInfo(ApiRequest request) {
        var info = new LinkedHashMap<String, Object>();
        info.put("version", build.version());
        info.put("revision", "");
        info.put("branch", "");
        info.put("buildUser", "");
        info.put("buildDate", "");
        info.put("goVersion", "java" + Runtime.version().feature());
        return ApiResponse.data(JsonValue.of(info));
    }

    private ApiResponse runtimeInfo(ApiRequest request) {
        var threads = ManagementFactory.getThreadMXBean();
        var info = new LinkedHashMap<String, Object>();
        info.put("startTime", started.toString());
        info.put("CWD", System.getProperty("user.dir", ""));
        info.put("reloadConfigSuccess", true);
        info.put("lastConfigTime", started.toString());
        info.put("corruptionCount", 0);
        info.put("goroutineCount", threads.getThreadCount());
        info.put("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
        info.put("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
        info.put("GOGC", "");
        info.put("GODEBUG", "");
        info.put("storageRetention", "");
        return ApiResponse.data(JsonValue.of(info));
    }

    private static ApiResponse targets(ApiRequest request) {
        return switch (request.form().first("state")) {
            case "", "any", "active", "dropped" -> ApiResponse
                    .data(JsonValue.of(Map.of("activeTargets", List.of(), "droppedTargets", List.of(),
                            "droppedTargetCounts", Map.of())));
            default -> throw ApiException.invalidParameter("state", "want active, dropped or any");
        };
    }
}
