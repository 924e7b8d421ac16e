package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.tsdb.write.MetricMetadata;

/// What senders say about metrics, by metric name. Exporters may disagree about a metric, so up to ten different descriptions of one are
/// kept, the newest last. Safe for use by several threads.
final class MetricDescriptions {

    private static final int PER_METRIC = 10;
    /// Names beyond which nothing new is noted: what describes metrics is bounded by code somewhere, unless it is an attack.
    private static final int MAX_METRICS = 200_000;

    private final Map<String, List<MetricMetadata>> byMetric = new TreeMap<>();

    /// Notes a description; false when it was known.
    synchronized boolean add(String metric, MetricMetadata metadata) {
        List<MetricMetadata> known = byMetric.get(metric);
        if (known == null) {
            if (byMetric.size() >= MAX_METRICS) {
                return false;
            }
            known = new ArrayList<>(1);
            byMetric.put(metric, known);
        } else if (known.contains(metadata)) {
            return false;
        }
        if (known.size() == PER_METRIC) {
            known.removeFirst();
        }
        known.add(metadata);
        return true;
    }

    /// The descriptions of one metric, or of all where the name is empty.
    synchronized Map<String, List<MetricMetadata>> select(String metric) {
        var selected = new TreeMap<String, List<MetricMetadata>>();
        if (metric.isEmpty()) {
            byMetric.forEach((name, known) -> selected.put(name, List.copyOf(known)));
        } else {
            List<MetricMetadata> known = byMetric.get(metric);
            if (known != null) {
                selected.put(metric, List.copyOf(known));
            }
        }
        return selected;
    }
}
