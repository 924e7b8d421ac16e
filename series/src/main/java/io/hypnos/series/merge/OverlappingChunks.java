package io.hypnos.series.merge;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.StoredSamples;

/// Chunks of one series made free of overlaps: those that overlap are merged by sample and written anew, all others pass unchanged.
public final class OverlappingChunks {

    private OverlappingChunks() {}

    /// @param chunks ascending by first time, in any number of copies
    /// @throws io.hypnos.series.chunk.InvalidChunkException when a chunk that must be written anew is damaged
    public static List<Chunk> resolve(List<Chunk> chunks) {
        List<Chunk> resolved = new ArrayList<>(chunks.size());
        List<Chunk> group = new ArrayList<>();
        long end = 0;
        for (Chunk chunk : chunks) {
            if (!group.isEmpty() && chunk.minTime() > end) {
                addGroup(group, resolved);
            }
            if (!group.contains(chunk)) {
                end = group.isEmpty() ? chunk.maxTime() : Math.max(end, chunk.maxTime());
                group.add(chunk);
            }
        }
        addGroup(group, resolved);
        return resolved;
    }

    private static void addGroup(List<Chunk> group, List<Chunk> resolved) {
        if (group.size() < 2) {
            resolved.addAll(group);
        } else {
            StoredSamples merged = SampleMerge.mergeChunks(group);
            var writer = new ChunkWriter();
            writer.append(merged, 0, merged.size());
            resolved.addAll(writer.finish());
        }
        group.clear();
    }
}
