package io.hypnos.allinone.demo.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a metric is, for tooltips.
///
/// @param name of the family, without the suffixes of a classic histogram
/// @param type how its values are to be read
/// @param help one sentence
/// @param unit base unit; empty for none
public record MetricFamily(String name, Type type, String help, String unit) {

    /// The types that the demo has.
    public enum Type {
        COUNTER, GAUGE, HISTOGRAM, INFO
    }

    /// All families of the demo.
    public static final List<MetricFamily> ALL = List.of(
            new MetricFamily("up", Type.GAUGE, "Whether the last scrape succeeded.", ""),
            new MetricFamily("http_requests_total", Type.COUNTER, "Requests answered, by route and status code.", ""),
            new MetricFamily("http_request_duration_seconds", Type.HISTOGRAM,
                    "Time to answer a request, in fixed buckets.",
                    "seconds"),
            new MetricFamily("http_request_latency_seconds", Type.HISTOGRAM,
                    "Time to answer a request, as a native histogram with trace exemplars.", "seconds"),
            new MetricFamily("process_cpu_seconds_total", Type.COUNTER, "Processor time used.", "seconds"),
            new MetricFamily("process_resident_memory_bytes", Type.GAUGE, "Memory in use.", "bytes"),
            new MetricFamily("process_start_time_seconds", Type.GAUGE, "When the process started, in Unix time.",
                    "seconds"),
            new MetricFamily("queue_length", Type.GAUGE, "Jobs that wait.", ""),
            new MetricFamily("build_info", Type.INFO, "Version that runs; always 1.", ""),
            new MetricFamily(InstanceSeries.ACTIVE_REQUESTS, Type.GAUGE,
                    "Requests being answered; its name needs quotes in PromQL, as OpenTelemetry's names do.", ""));

    private static final Map<String, MetricFamily> BY_NAME = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(MetricFamily::name, Function.identity()));

    /// The family of a series by its metric name.
    ///
    /// @throws IllegalArgumentException for a metric that the demo does not have
    public static MetricFamily of(String metricName) {
        MetricFamily exact = BY_NAME.get(metricName);
        if (exact != null) {
            return exact;
        }
        MetricFamily part = BY_NAME.get(metricName.replaceFirst("_(bucket|sum|count)$", ""));
        if (part == null) {
            throw new IllegalArgumentException("no family of the demo: " + metricName);
        }
        return part;
    }
}
