package io.hypnos.receive.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.Tsdb;

/// What a database has, in words, for comparison.
public final class StoredSamples {

    private StoredSamples() {}

    /// The float samples of every series as `time=value`, histograms as `time=histogram`.
    public static Map<Labels, List<String>> of(Tsdb tsdb) {
        var all = new TreeMap<Labels, List<String>>();
        var decoded = new Samples();
        var everything = List.of(Matcher.of(MatchType.REGEX, "__name__", ".*"));
        try (ChunkSeriesSet set = tsdb.select(everything, TimeRange.closed(Long.MIN_VALUE, Long.MAX_VALUE))) {
            while (set.next()) {
                var samples = all.computeIfAbsent(set.series().labels(), key -> new ArrayList<>());
                for (SeriesChunk chunk : set.series().chunks()) {
                    decoded.clear();
                    ChunkDecoder.decode((Chunk) chunk, decoded);
                    for (int i = 0; i < decoded.size(); i++) {
                        samples.add(decoded.time(i) + "="
                                + (decoded.histogramRow(i) >= 0 ? "histogram" : Double.toString(decoded.value(i))));
                    }
                }
            }
        }
        return all;
    }
}
