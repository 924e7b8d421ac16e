package io.hypnos.benchmarks;

import java.util.List;

import io.hypnos.series.QueryContext;
import io.hypnos.series.Samples;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// Series in compressed chunks in memory, all of which match whatever is asked for but the metric's name.
record ChunkQuerier(List<Stored> stored) implements SeriesQuerier {

    /// A series with all its chunks.
    record Stored(Labels labels, List<Chunk> chunks) {}

    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context) {
        return new SeriesSet() {
            private int at = -1;

            @Override
            public boolean next() {
                while (++at < stored.size()) {
                    if (Matcher.allMatch(matchers, stored.get(at).labels())) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public Series series() {
                return new Decoded(stored.get(at), hints.range());
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    private record Decoded(Stored stored, TimeRange range) implements Series {

        @Override
        public Labels labels() {
            return stored.labels();
        }

        @Override
        public void readInto(Samples into) {
            into.clear();
            for (Chunk chunk : stored.chunks()) {
                if (range.overlaps(chunk.minTime(), chunk.maxTime())) {
                    ChunkDecoder.decode(chunk, range, into);
                }
            }
        }
    }
}
