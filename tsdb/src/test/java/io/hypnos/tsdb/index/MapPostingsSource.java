package io.hypnos.tsdb.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.series.labels.Labels;

/// The plainest source: numbered label sets in maps.
final class MapPostingsSource implements PostingsSource {

    private final int series;
    private final Map<String, Map<String, List<Integer>>> byName = new TreeMap<>(BY_BYTES);

    private static final Comparator<String> BY_BYTES = (a, b) -> java.util.Arrays.compareUnsigned(
            a.getBytes(java.nio.charset.StandardCharsets.UTF_8), b.getBytes(java.nio.charset.StandardCharsets.UTF_8));

    MapPostingsSource(List<Labels> series) {
        this.series = series.size();
        for (int i = 0; i < series.size(); i++) {
            int ref = i;
            series.get(i).forEach((name, value) -> byName.computeIfAbsent(name, n -> new TreeMap<>(BY_BYTES))
                    .computeIfAbsent(value, v -> new ArrayList<>()).add(ref));
        }
    }

    @Override
    public Postings all() {
        int[] refs = new int[series];
        java.util.Arrays.setAll(refs, i -> i);
        return Postings.of(refs);
    }

    @Override
    public Postings postings(String name, String value) {
        return of(byName.getOrDefault(name, Map.of()).getOrDefault(value, List.of()));
    }

    @Override
    public Postings postings(String name, ValueFilter filter) {
        return Postings.merge(labelValues(name, filter).stream().map(value -> postings(name, value)).toList());
    }

    @Override
    public List<String> labelNames() {
        return List.copyOf(byName.keySet());
    }

    @Override
    public List<String> labelValues(String name, ValueFilter filter) {
        return byName.getOrDefault(name, Map.of()).keySet().stream()
                .filter(value -> value.startsWith(filter.prefix()) && filter.accepts(value)).toList();
    }

    private static Postings of(List<Integer> refs) {
        return Postings.of(refs.stream().mapToInt(Integer::intValue).toArray());
    }
}
