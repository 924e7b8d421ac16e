package io.hypnos.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.index.IndexReader;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsSelection;
import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.ValueFilter;

/// Which labels the series have that matchers accept. Looks at the series where they are few, at the postings where they are many.
final class BlockLabels {

    private final IndexReader index;

    BlockLabels(IndexReader index) {
        this.index = index;
    }

    List<String> names(List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return index.labelNames();
        }
        Postings series = PostingsSelection.select(index, matchers);
        var reader = index.seriesReader();
        var refs = new HashSet<Integer>();
        for (int i = 0; i < series.size(); i++) {
            SeriesEntry entry = reader.readLabels(series.get(i));
            for (int l = 0; l < 2 * entry.labelCount(); l += 2) {
                refs.add(entry.labels()[l]);
            }
        }
        return ascending(refs.stream().map(reader.symbols()::text).toList());
    }

    List<String> values(String name, List<Matcher> matchers) {
        List<String> all = index.labelValues(name, ValueFilter.ALL);
        Postings series = PostingsSelection.select(index, matchers);
        if (series.isEmpty() || all.isEmpty()) {
            return List.of();
        }
        if (series.size() <= 2 * all.size()) {
            return valuesOf(name, series);
        }
        return all.stream().filter(value -> index.postings(name, value).intersects(series)).toList();
    }

    private List<String> valuesOf(String name, Postings series) {
        var reader = index.seriesReader();
        var refs = new HashSet<Integer>();
        int nameRef = -1;
        for (int i = 0; i < series.size(); i++) {
            SeriesEntry entry = reader.readLabels(series.get(i));
            for (int l = 0; l < 2 * entry.labelCount(); l += 2) {
                int ref = entry.labels()[l];
                if (ref == nameRef || reader.symbols().text(ref).equals(name)) {
                    nameRef = ref;
                    refs.add(entry.labels()[l + 1]);
                    break;
                }
            }
        }
        return ascending(refs.stream().map(reader.symbols()::text).toList());
    }

    private static List<String> ascending(List<String> texts) {
        Set<String> sorted = new TreeSet<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        sorted.addAll(texts);
        return List.copyOf(sorted);
    }
}
