package io.hypnos.service.boot;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.service.metrics.JvmMetrics;
import io.hypnos.service.metrics.ProcessMetrics;

/// What a role says of itself as a whole: `thanos_build_info`, `thanos_status`, and the process it lives in.
final class RoleMetrics {

    private RoleMetrics() {}

    static void register(PrometheusRegistry registry, String component, BuildInfo build, Readiness readiness) {
        ProcessMetrics.register(registry);
        JvmMetrics.register(registry);
        Info.builder().name("thanos_build_info")
                .help("Which build of hypnos is running, by the labels of Thanos' metric.")
                .labelNames("version", "revision", "branch", "goversion").register(registry)
                .setLabelValues(build.version(), "", "", "java" + Runtime.version().feature());
        Gauge status = Gauge.builder().name("thanos_status")
                .help("Represents status (0 indicates failure, 1 indicates success) of the component.")
                .labelNames("component", "check").register(registry);
        status.labelValues(component, "healthy").set(1);
        readiness.listen(ready -> status.labelValues(component, "ready").set(ready ? 1 : 0));
    }
}
