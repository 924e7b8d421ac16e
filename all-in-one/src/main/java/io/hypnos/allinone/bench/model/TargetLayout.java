package io.hypnos.allinone.bench.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The series of one scrape target, the same for every target: 800, of which 35 % are constant, 40 % integer counters (198 of these the buckets
/// of 18 classic histograms with 11 bounds), 20 % levels with two decimals and 5 % with a full mantissa. On request the last ones are native
/// histograms instead.
///
/// A member is told from the others of its target by its metric's name and one more label.
public final class TargetLayout {

    /// Series of a target.
    public static final int SIZE = 800;

    /// Buckets of a classic histogram.
    static final int BUCKETS = 11;

    private static final int CLASSIC_HISTOGRAMS = 18;
    private static final int PLAIN_COUNTERS = 104;
    private static final int NOISES = 22;
    private static final int GAUGES = 160;

    private static final String[] BOUNDS = {"0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10",
        "+Inf"};
    private static final String[] SUBJECTS = {"http_server_request", "http_client_request", "grpc_server_handling",
        "grpc_client_handling", "database_query", "cache_lookup", "queue_publish", "queue_consume", "lock_wait"};
    private static final String[] COUNTED = {"container_cpu_usage_seconds_total",
        "container_network_receive_bytes_total",
        "container_network_transmit_packets_total", "process_context_switches_total", "http_responses_total",
        "jvm_gc_pause_events_total", "kafka_consumer_records_total", "db_pool_acquired_connections_total"};
    private static final String[] LEVELS = {"container_memory_working_set_megabytes",
        "node_filesystem_available_gigabytes",
        "jvm_threads_live", "db_pool_idle_connections", "queue_depth_messages", "http_connections_open",
        "node_load_average",
        "cache_entries", "container_memory_cache_megabytes", "kafka_consumer_lag_records"};
    private static final String[] STATES = {"kube_pod_status_phase", "kube_pod_container_resource_limits",
        "kube_pod_container_status_ready", "container_spec_memory_limit_bytes", "node_filesystem_readonly",
        "feature_flag_enabled", "circuit_breaker_state", "process_max_fds"};

    /// One series of a target.
    ///
    /// @param metric its metric's name
    /// @param label  the name of the label that tells it from others of the same name
    /// @param value  that label's value
    /// @param kind   how it moves
    /// @param family the member whose counter it shares; its own number when it shares none
    /// @param rank   the place of a bucket in its histogram, from 0; else 0
    public record Member(String metric, String label, String value, ValueKind kind, int family, int rank) {

        /// The name that metadata goes by: without the suffixes of a classic histogram's parts.
        public String familyName() {
            return switch (kind) {
                case BUCKET -> metric.substring(0, metric.length() - "_bucket".length());
                case SUM -> metric.substring(0, metric.length() - "_sum".length());
                case COUNTER -> metric.endsWith("_count")
                        ? metric.substring(0, metric.length() - "_count".length())
                        : metric;
                case CONSTANT, GAUGE, NOISE, HISTOGRAM -> metric;
            };
        }

        /// Whether it is a part of a classic histogram.
        public boolean isHistogramPart() {
            return kind == ValueKind.BUCKET || kind == ValueKind.SUM || metric.endsWith("_count");
        }
    }

    private final List<Member> members;
    private final Map<String, Map<String, Integer>> byName = new HashMap<>();

    /// @param histograms share of the members that are native histograms, from 0 to 1
    public TargetLayout(double histograms) {
        var list = new ArrayList<Member>(SIZE);
        for (int h = 0; h < CLASSIC_HISTOGRAMS; h++) {
            addClassicHistogram(list, h);
        }
        addPlain(list, COUNTED, "device", ValueKind.COUNTER, PLAIN_COUNTERS);
        addPlain(list, new String[]{"model_score_ratio"}, "feature", ValueKind.NOISE, NOISES);
        addPlain(list, LEVELS, "pool", ValueKind.GAUGE, GAUGES);
        addPlain(list, STATES, "resource", ValueKind.CONSTANT, SIZE - list.size());
        int first = SIZE - (int) Math.round(histograms * SIZE);
        for (int i = first; i < SIZE; i++) {
            list.set(i, new Member("rpc_duration_seconds", "handler", "handler-" + i, ValueKind.HISTOGRAM, i, 0));
        }
        members = List.copyOf(list);
        for (int i = 0; i < SIZE; i++) {
            Member member = members.get(i);
            byName.computeIfAbsent(member.metric(), name -> new HashMap<>()).put(member.value(), i);
        }
    }

    private static void addClassicHistogram(List<Member> list, int number) {
        String aspect = number < SUBJECTS.length ? "_duration_seconds" : "_size_kilobytes";
        String name = SUBJECTS[number % SUBJECTS.length] + aspect;
        int family = list.size();
        for (int rank = 0; rank < BUCKETS; rank++) {
            list.add(new Member(name + "_bucket", "le", BOUNDS[rank], ValueKind.BUCKET, family, rank));
        }
        list.add(new Member(name + "_count", "code", "200", ValueKind.COUNTER, family, 0));
        list.add(new Member(name + "_sum", "code", "200", ValueKind.SUM, family, 0));
    }

    private static void addPlain(List<Member> list, String[] names, String label, ValueKind kind, int count) {
        for (int i = 0; i < count; i++) {
            list.add(new Member(names[i % names.length], label, label + '-' + i / names.length, kind, list.size(), 0));
        }
    }

    public Member member(int index) {
        return members.get(index);
    }

    /// The member that carries these labels; null when none does.
    public @Nullable Integer find(Map<String, String> labels) {
        Map<String, Integer> named = byName.get(labels.getOrDefault("__name__", ""));
        if (named == null) {
            return null;
        }
        Member any = members.get(named.values().iterator().next());
        return named.get(labels.getOrDefault(any.label(), ""));
    }
}
