package io.hypnos.query.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.StoreInfo;

/// Any number of series `heavy{pod="…", zone="…"}` over one day at 15 seconds, which all have the same chunks, so that the store needs no memory
/// for what it sends.
final class HeavyStore implements SeriesStore {

    static final long END = 86_400_000;
    private static final long STEP = 15_000;
    private static final int SAMPLES_PER_CHUNK = 120;
    private static final TimeRange RANGE = TimeRange.closed(0, END);

    private final int size;
    private final List<SeriesChunk> chunks = new ArrayList<>();

    HeavyStore(int size) {
        this.size = size;
        double value = 0;
        for (long start = 0; start < END; start += SAMPLES_PER_CHUNK * STEP) {
            var appender = new XorAppender();
            for (int i = 0; i < SAMPLES_PER_CHUNK; i++) {
                value += 1 + Math.sin(start + i);
                appender.append(start + i * STEP, value);
            }
            chunks.add(appender.toChunk());
        }
    }

    @Override
    public StoreInfo info() {
        return new StoreInfo(RANGE, List.of(new StoreInfo.TsdbInfo(Labels.of("cluster", "c"), RANGE)));
    }

    private Labels labels(int i) {
        return Labels.of("__name__", "heavy", "cluster", "c", "pod", String.format(Locale.ROOT, "pod-%06d", i), "zone",
                "zone-" + i % 3);
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        List<Matcher> matchers = request.selection().matchers();
        TimeRange range = request.selection().range();
        List<SeriesChunk> wanted = chunks.stream().filter(c -> range.overlaps(c.minTime(), c.maxTime())).toList();
        return new ChunkSeriesSet() {
            private int at = -1;

            @Override
            public boolean next() {
                do {
                    at++;
                } while (at < size && !Matcher.allMatch(matchers, labels(at)));
                return at < size && !wanted.isEmpty();
            }

            @Override
            public ChunkSeries series() {
                return new ChunkSeries(labels(at), request.chunks().skip() ? List.of() : wanted);
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        return new LabelsResult(List.of("__name__", "cluster", "pod", "zone"), List.of());
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        return LabelsResult.EMPTY;
    }
}
