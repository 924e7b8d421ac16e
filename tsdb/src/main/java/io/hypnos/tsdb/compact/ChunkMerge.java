package io.hypnos.tsdb.compact;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.block.ChunkFilter;
import io.hypnos.tsdb.block.ChunkRecord;
import io.hypnos.tsdb.block.Intervals;
import io.hypnos.tsdb.io.CorruptBlockException;

/// Writes the chunks of one series to one output. A chunk that overlaps no other and loses nothing is copied as it stands, checksum included;
/// of two that are the same one is. Others are decoded, merged and encoded anew.
final class ChunkMerge {

    private final BlockWriter writer;
    private final TimeRange range;
    private final OverlapEncoder overlaps;

    ChunkMerge(BlockWriter writer, TimeRange range, OverlapMerge merge) {
        this.writer = writer;
        this.range = range;
        this.overlaps = new OverlapEncoder(merge);
    }

    void write(ChunkGroup group) throws IOException {
        int size = group.size();
        for (int first = 0; first < size;) {
            if (isDropped(group, first)) {
                first++;
                continue;
            }
            long end = group.maxTime(first);
            int next = first + 1;
            int kept = 1;
            while (next < size && group.minTime(next) <= end) {
                if (!isDropped(group, next)) {
                    end = Math.max(end, group.maxTime(next));
                    kept++;
                }
                next++;
            }
            if (kept == 1) {
                writeAlone(group, first);
            } else {
                writeOverlapping(group, first, next);
            }
            first = next;
        }
    }

    private boolean isDropped(ChunkGroup group, int chunk) {
        long min = group.minTime(chunk);
        long max = group.maxTime(chunk);
        return !range.overlaps(min, max) || group.deleted(chunk).cover(min, max);
    }

    private boolean isKeptWhole(ChunkGroup group, int chunk) {
        long min = group.minTime(chunk);
        long max = group.maxTime(chunk);
        return range.covers(min, max) && !group.deleted(chunk).overlaps(min, max);
    }

    private void writeAlone(ChunkGroup group, int chunk) throws IOException {
        RecordWindow records = group.records(chunk);
        records.moveTo(group.ref(chunk));
        if (isKeptWhole(group, chunk)) {
            writer.chunkRecord(group.minTime(chunk), group.maxTime(chunk), records.bytes(), records.offset(),
                    records.size());
            return;
        }
        for (SeriesChunk rest : filtered(group, chunk, load(group, chunk))) {
            writer.chunk(rest);
        }
    }

    private void writeOverlapping(ChunkGroup group, int first, int next) throws IOException {
        var chunks = new ArrayList<SeriesChunk>();
        var lanes = new ArrayList<Integer>();
        byte[] previous = new byte[0];
        int previousChunk = -1;
        int distinct = 0;
        for (int i = first; i < next; i++) {
            if (isDropped(group, i)) {
                continue;
            }
            byte[] record = load(group, i);
            if (previousChunk >= 0 && isSame(group, previousChunk, i) && Arrays.equals(previous, record)) {
                continue;
            }
            for (SeriesChunk part : filtered(group, i, record)) {
                chunks.add(part);
                lanes.add(group.lane(i));
            }
            previous = record;
            previousChunk = i;
            distinct++;
        }
        if (distinct == 1 && isKeptWhole(group, previousChunk)) {
            writer.chunkRecord(group.minTime(previousChunk), group.maxTime(previousChunk), previous, 0,
                    previous.length);
            return;
        }
        for (SeriesChunk merged : merge(group, first, chunks, lanes)) {
            writer.chunk(merged);
        }
    }

    private List<? extends SeriesChunk> merge(ChunkGroup group, int first, List<SeriesChunk> chunks,
            List<Integer> lanes) {
        try {
            return overlaps.encode(chunks, lanes);
        } catch (InvalidChunkException e) {
            throw unreadable(group, first, e);
        }
    }

    /// Whether two chunks lose the same, so that equal bytes are equal samples.
    private static boolean isSame(ChunkGroup group, int a, int b) {
        Intervals none = Intervals.NONE;
        return group.minTime(a) == group.minTime(b) && group.maxTime(a) == group.maxTime(b)
                && group.deleted(a).equals(none) && group.deleted(b).equals(none);
    }

    private static byte[] load(ChunkGroup group, int chunk) {
        RecordWindow records = group.records(chunk);
        records.moveTo(group.ref(chunk));
        return Arrays.copyOfRange(records.bytes(), records.offset(), records.offset() + records.size());
    }

    private List<SeriesChunk> filtered(ChunkGroup group, int chunk, byte[] record) {
        var decoded = ChunkRecord.decode(file(group, chunk), group.ref(chunk), record, 0, record.length,
                group.minTime(chunk), group.maxTime(chunk));
        try {
            return new ChunkFilter(range, group.deleted(chunk)).apply(decoded);
        } catch (InvalidChunkException e) {
            throw unreadable(group, chunk, e);
        }
    }

    private static CorruptBlockException unreadable(ChunkGroup group, int chunk, InvalidChunkException e) {
        return new CorruptBlockException(file(group, chunk), group.ref(chunk) & 0xFFFFFFFFL, "a readable chunk",
                String.valueOf(e.getMessage()));
    }

    private static String file(ChunkGroup group, int chunk) {
        return group.records(chunk).file();
    }
}
