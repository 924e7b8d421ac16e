package io.hypnos.series.dedup;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.chunk.SeriesChunk;

/// Tells the replicas of a series apart again after their chunks have been merged under one label set.
final class OverlapSplit {

    private OverlapSplit() {}

    /// Lists without overlaps: each chunk goes to the first list that ended before it begins, else opens a new one.
    ///
    /// @param chunks ascending by first time
    static List<List<SeriesChunk>> split(List<SeriesChunk> chunks) {
        List<List<SeriesChunk>> lists = new ArrayList<>();
        for (SeriesChunk chunk : chunks) {
            listFor(chunk, lists).add(chunk);
        }
        return lists;
    }

    private static List<SeriesChunk> listFor(SeriesChunk chunk, List<List<SeriesChunk>> lists) {
        for (List<SeriesChunk> list : lists) {
            if (list.getLast().maxTime() < chunk.minTime()) {
                return list;
            }
        }
        List<SeriesChunk> opened = new ArrayList<>();
        lists.add(opened);
        return opened;
    }
}
