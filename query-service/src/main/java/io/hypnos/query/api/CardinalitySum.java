package io.hypnos.query.api;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.proto.status.Statistic;
import io.hypnos.proto.status.TSDBStatisticsEntry;

/// The statistics of many heads as those of one. What every head has for itself (series, pairs, chunks, bytes) is added; of the number of a label's values
/// the largest is taken, since heads mostly have the same ones. Replicas count as often as they are kept.
final class CardinalitySum {

    private long series;
    private long labelPairs;
    private long chunks;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private final Map<String, Long> seriesByMetric = new TreeMap<>();
    private final Map<String, Long> valuesByLabel = new TreeMap<>();
    private final Map<String, Long> bytesByLabel = new TreeMap<>();
    private final Map<String, Long> seriesByPair = new TreeMap<>();

    void add(TSDBStatisticsEntry entry) {
        var head = entry.getHeadStatistics();
        series += head.getNumSeries();
        labelPairs += head.getNumLabelPairs();
        chunks += head.getChunkCount();
        if (head.getMinTime() <= head.getMaxTime()) {
            minTime = Math.min(minTime, head.getMinTime());
            maxTime = Math.max(maxTime, head.getMaxTime());
        }
        entry.getSeriesCountByMetricNameList().forEach(count -> add(seriesByMetric, count));
        entry.getLabelValueCountByLabelNameList()
                .forEach(count -> valuesByLabel.merge(count.getName(), count.getValue(), Math::max));
        entry.getMemoryInBytesByLabelNameList().forEach(count -> add(bytesByLabel, count));
        entry.getSeriesCountByLabelValuePairList().forEach(count -> add(seriesByPair, count));
    }

    private static void add(Map<String, Long> counts, Statistic count) {
        counts.merge(count.getName(), count.getValue(), Long::sum);
    }

    /// The answer as Prometheus has it, with `limit` entries of each kind at most.
    Map<String, Object> describe(int limit) {
        var head = new LinkedHashMap<String, Object>();
        head.put("numSeries", series);
        head.put("numLabelPairs", labelPairs);
        head.put("chunkCount", chunks);
        head.put("minTime", minTime <= maxTime ? minTime : 0L);
        head.put("maxTime", minTime <= maxTime ? maxTime : 0L);
        var described = new LinkedHashMap<String, Object>();
        described.put("headStats", head);
        described.put("seriesCountByMetricName", largest(seriesByMetric, limit));
        described.put("labelValueCountByLabelName", largest(valuesByLabel, limit));
        described.put("memoryInBytesByLabelName", largest(bytesByLabel, limit));
        described.put("seriesCountByLabelValuePair", largest(seriesByPair, limit));
        return described;
    }

    private static List<Map<String, Object>> largest(Map<String, Long> counts, int limit) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(entry -> Map.<String, Object>of("name", entry.getKey(), "value", entry.getValue())).toList();
    }
}
