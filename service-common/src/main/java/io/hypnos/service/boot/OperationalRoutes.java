package io.hypnos.service.boot;

import java.util.Map;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.service.metrics.MetricsPage;
import io.hypnos.service.web.ApiRequest;
import io.hypnos.service.web.ApiResponse;
import io.hypnos.service.web.ApiRoutes;

/// `/-/healthy`, `/-/ready` and `/metrics`, as Prometheus has them. `/-/ready?verbose=1` adds what is waited for.
final class OperationalRoutes {

    private final Readiness readiness;
    private final MetricsPage metrics;

    OperationalRoutes(Readiness readiness, PrometheusRegistry registry) {
        this.readiness = readiness;
        this.metrics = new MetricsPage(registry);
    }

    ApiRoutes routes() {
        return ApiRoutes.builder().operational("/-/healthy", request -> ApiResponse.text(200, "OK"))
                .operational("/-/ready", this::ready).operational("/metrics", this::metrics).build();
    }

    private ApiResponse ready(ApiRequest request) {
        boolean ready = readiness.isReady();
        var text = new StringBuilder(ready ? "OK" : "NOT OK");
        if (request.parameters().flag("verbose", false)) {
            readiness.reasons().forEach(reason -> text.append('\n').append(reason));
        }
        ApiResponse response = ApiResponse.text(ready ? 200 : 503, text.toString());
        return readiness.isStopping() ? response.withHeader("X-Prometheus-Stopping", "true") : response;
    }

    private ApiResponse metrics(ApiRequest request) {
        String accept = request.header("Accept");
        return new ApiResponse(200, metrics.contentType(accept), Map.of(), out -> metrics.write(accept, out));
    }
}
