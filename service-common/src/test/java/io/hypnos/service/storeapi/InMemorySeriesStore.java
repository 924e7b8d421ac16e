package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// The plainest source of series there is: a list.
public final class InMemorySeriesStore implements SeriesStore {

    private static final int SAMPLES_PER_CHUNK = 120;

    private final Labels external;
    private final List<SeriesData> data;
    private final List<String> warnings;

    public InMemorySeriesStore(Labels external, List<SeriesData> data) {
        this(external, data, List.of());
    }

    /// @param warnings given with every answer
    public InMemorySeriesStore(Labels external, List<SeriesData> data, List<String> warnings) {
        this.external = external;
        this.data = List.copyOf(data);
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public StoreInfo info() {
        long min = data.stream().mapToLong(series -> series.times()[0]).min().orElse(Long.MAX_VALUE);
        long max = data.stream().mapToLong(series -> series.times()[series.times().length - 1]).max()
                .orElse(Long.MIN_VALUE);
        TimeRange range = TimeRange.closed(min, max);
        return new StoreInfo(range, List.of(new StoreInfo.TsdbInfo(external, range)));
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        var found = new ArrayList<ChunkSeries>();
        Shard shard = request.shard();
        for (SeriesData series : select(request.selection())) {
            Labels labels = series.labels().mergedWith(external).without(request.selection().withoutLabels());
            if (shard == null || new ShardFilter(shard).accepts(labels)) {
                found.add(new ChunkSeries(labels,
                        request.chunks().skip() ? List.of() : chunks(series, request.selection().range())));
            }
        }
        found.sort(Comparator.comparing(ChunkSeries::labels));
        return new ListedSeriesSet(found, warnings);
    }

    private static List<SeriesChunk> chunks(SeriesData series, TimeRange range) {
        var chunks = new ArrayList<SeriesChunk>();
        for (int from = 0; from < series.times().length; from += SAMPLES_PER_CHUNK) {
            int to = Math.min(series.times().length, from + SAMPLES_PER_CHUNK);
            long min = series.times()[from];
            long max = series.times()[to - 1];
            if (range.overlaps(min, max)) {
                var appender = new XorAppender();
                for (int i = from; i < to; i++) {
                    appender.append(series.times()[i], (double) i);
                }
                chunks.add(appender.toChunk());
            }
        }
        return chunks;
    }

    private List<SeriesData> select(Selection selection) {
        Optional<List<Matcher>> rest = ExternalLabels.remaining(external, selection.matchers());
        if (rest.isEmpty()) {
            return List.of();
        }
        return data.stream().filter(series -> Matcher.allMatch(rest.get(), series.labels()))
                .filter(series -> !chunks(series, selection.range()).isEmpty()).toList();
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        var names = new TreeSet<String>();
        for (SeriesData series : select(request.selection())) {
            names.addAll(
                    series.labels().mergedWith(external).without(request.selection().withoutLabels()).toMap().keySet());
        }
        return new LabelsResult(List.copyOf(names), warnings);
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        var values = new TreeSet<String>();
        for (SeriesData series : select(request.selection())) {
            String value = series.labels().mergedWith(external).without(request.selection().withoutLabels()).get(label);
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return new LabelsResult(List.copyOf(values), warnings);
    }
}
