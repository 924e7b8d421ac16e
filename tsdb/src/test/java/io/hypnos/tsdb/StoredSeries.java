package io.hypnos.tsdb;

import java.util.List;
import java.util.TreeMap;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.testing.SeriesData;

/// Everything that a database answers, in plain maps. A sample is a text that tells it from all others; see [SeriesData].
public final class StoredSeries {

    private StoredSeries() {}

    public static TreeMap<Labels, TreeMap<Long, String>> all(Tsdb tsdb) {
        return in(tsdb, TimeRange.ALL);
    }

    /// Fails when series or their chunks do not ascend, or when one sample comes with different values.
    public static TreeMap<Labels, TreeMap<Long, String>> in(Tsdb tsdb, TimeRange range) {
        return of(tsdb.select(List.of(), range), range);
    }

    static TreeMap<Labels, TreeMap<Long, String>> matching(Tsdb tsdb, Matcher... matchers) {
        return of(tsdb.select(List.of(matchers), TimeRange.ALL), TimeRange.ALL);
    }

    static TreeMap<Labels, TreeMap<Long, String>> of(ChunkSeriesSet set, TimeRange range) {
        var found = new TreeMap<Labels, TreeMap<Long, String>>();
        Labels last = null;
        try (set) {
            while (set.next()) {
                ChunkSeries series = set.series();
                if (last != null && last.compareTo(series.labels()) >= 0) {
                    throw new AssertionError(series.labels() + " after " + last);
                }
                last = series.labels();
                var samples = samples(series, range);
                if (!samples.isEmpty()) {
                    found.put(last, samples);
                }
            }
        }
        return found;
    }

    /// The text of a sample. A stale marker is one of the kind that its series has, as far as that is known, so it has one text for all kinds.
    static String text(StoredSamples samples, int i) {
        Histogram histogram = samples.histogram(i);
        boolean stale = histogram == null ? StaleMarker.is(samples.value(i)) : histogram.isStale();
        return stale ? "stale" : SeriesData.text(samples, i);
    }

    private static TreeMap<Long, String> samples(ChunkSeries series, TimeRange range) {
        var texts = new TreeMap<Long, String>();
        var decoded = new StoredSamples();
        long end = Long.MIN_VALUE;
        for (SeriesChunk chunk : series.chunks()) {
            if (end != Long.MIN_VALUE && chunk.minTime() <= end) {
                throw new AssertionError(series.labels() + " has chunks that overlap: " + series.chunks());
            }
            end = chunk.maxTime();
            decoded.clear();
            ChunkDecoder.decode((Chunk) chunk, decoded);
            for (int i = 0; i < decoded.size(); i++) {
                long time = decoded.time(i);
                if (time < chunk.minTime() || time > chunk.maxTime()) {
                    throw new AssertionError(time + " outside of " + chunk);
                }
                String text = text(decoded, i);
                String before = range.contains(time) ? texts.put(time, text) : null;
                if (before != null && !before.equals(text)) {
                    throw new AssertionError(
                            series.labels() + " has at " + time + " both " + before + " and " + text);
                }
            }
        }
        return texts;
    }
}
