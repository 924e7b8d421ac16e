package io.hypnos.tsdb.compact;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;

/// Merges chunks that overlap: decodes them into lanes, has a strategy make one lane of them, and encodes that anew.
final class OverlapEncoder {

    private final OverlapMerge merge;
    private final ChunkWriter writer = new ChunkWriter();

    OverlapEncoder(OverlapMerge merge) {
        this.merge = merge;
    }

    /// @param chunks  in the order of their first times
    /// @param origins for each chunk, which stream it came from: the chunks of one stream that are apart make one lane
    /// @return chunks in order and apart
    List<? extends SeriesChunk> encode(List<SeriesChunk> chunks, List<Integer> origins) {
        if (chunks.isEmpty()) {
            return List.of();
        }
        if (chunks.getFirst() instanceof AggregateChunk) {
            return new AggregateEncoder(this).encode(chunks, origins);
        }
        var lanes = new Lanes();
        for (int i = 0; i < chunks.size(); i++) {
            if (!(chunks.get(i) instanceof Chunk chunk)) {
                throw new InvalidChunkException("plain and downsampled chunks of one series overlap");
            }
            lanes.add(chunk, origins.get(i));
        }
        StoredSamples merged = merged(lanes);
        writer.append(merged, 0, merged.size());
        return writer.finish();
    }

    StoredSamples merged(Lanes lanes) {
        var samples = lanes.samples();
        return samples.size() == 1 ? samples.getFirst() : merge.merge(samples);
    }

    /// Samples of overlapping chunks, sorted into as few sequences in strictly ascending time as keep the streams apart.
    static final class Lanes {

        private final List<StoredSamples> samples = new ArrayList<>();
        private final List<Integer> origins = new ArrayList<>();

        /// Appends a chunk to the lane of its stream, or to a new one where it overlaps that.
        void add(Chunk chunk, int origin) {
            var decoded = new StoredSamples();
            ChunkDecoder.decode(chunk, decoded);
            if (decoded.size() == 0) {
                return;
            }
            StoredSamples lane = laneFor(origin, decoded.time(0));
            for (int i = 0; i < decoded.size(); i++) {
                // An aggregate's counter has its last time twice, and a broken chunk may have anything.
                if (lane.size() == 0 || decoded.time(i) > lane.time(lane.size() - 1)) {
                    lane.add(decoded, i);
                }
            }
        }

        private StoredSamples laneFor(int origin, long time) {
            for (int i = 0; i < samples.size(); i++) {
                StoredSamples lane = samples.get(i);
                if (origins.get(i) == origin && lane.time(lane.size() - 1) < time) {
                    return lane;
                }
            }
            var lane = new StoredSamples();
            samples.add(lane);
            origins.add(origin);
            return lane;
        }

        List<StoredSamples> samples() {
            return samples;
        }
    }
}
