package io.hypnos.store.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.store.fetch.DataKind;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.fetch.Stretch;
import io.hypnos.tsdb.block.ChunkRecord;
import io.hypnos.tsdb.block.ChunkSegmentFormat;
import io.hypnos.tsdb.io.CorruptBlockException;

/// Reads the chunks of some series at once. As many bytes as a chunk seems to have are read of each; those that are larger are read again.
///
/// The memory that the chunks take is held for the request until [#release()]. For one thread.
final class ChunkFetch {

    /// The most that is read of one chunk at first, as Thanos has it.
    static final int MAX_ESTIMATE = 16_000;
    /// Chunks that touch are read into one array up to this size.
    private static final int MAX_STRETCH = 1 << 20;

    private final BucketBlock block;
    private final FetchTally tally;
    private long held;

    ChunkFetch(BucketBlock block, FetchTally tally) {
        this.block = block;
        this.tally = tally;
    }

    /// A chunk that is wanted.
    private static final class Wanted {
        private final long ref;
        private final long minTime;
        private final long maxTime;
        private int size;
        private @Nullable SeriesChunk chunk;

        Wanted(FoundSeries series, int i) {
            ref = series.refs()[i];
            minTime = series.minTimes()[i];
            maxTime = series.maxTimes()[i];
            size = series.sizes()[i];
        }

        long ref() {
            return ref;
        }

        long offset() {
            return ChunkSegmentFormat.offset(ref);
        }
    }

    /// The chunks of each series, in the order of the series.
    ///
    /// @throws CorruptBlockException when one is not there, or its bytes are not what their checksum says
    List<List<SeriesChunk>> read(List<FoundSeries> series) throws IOException {
        var all = new ArrayList<Wanted>();
        for (FoundSeries one : series) {
            for (int i = 0; i < one.refs().length; i++) {
                all.add(new Wanted(one, i));
            }
        }
        var byPlace = new ArrayList<>(all);
        byPlace.sort(Comparator.comparingLong(Wanted::ref));
        for (int from = 0; from < byPlace.size();) {
            int segment = ChunkSegmentFormat.segment(byPlace.get(from).ref);
            int to = from + 1;
            while (to < byPlace.size() && ChunkSegmentFormat.segment(byPlace.get(to).ref) == segment) {
                to++;
            }
            List<Wanted> longer = readSegment(segment, byPlace.subList(from, to));
            if (!longer.isEmpty()) {
                readSegment(segment, longer);
            }
            from = to;
        }
        return chunksOf(series, all);
    }

    private static List<List<SeriesChunk>> chunksOf(List<FoundSeries> series, List<Wanted> all) {
        var result = new ArrayList<List<SeriesChunk>>(series.size());
        int next = 0;
        for (FoundSeries one : series) {
            var own = new SeriesChunk[one.refs().length];
            for (int i = 0; i < own.length; i++) {
                SeriesChunk chunk = all.get(next++).chunk;
                if (chunk == null) {
                    throw new IllegalStateException("chunk " + i + " of " + one.labels() + " was not read");
                }
                own[i] = chunk;
            }
            result.add(Arrays.asList(own));
        }
        return result;
    }

    /// Reads what it can, and returns those chunks that turned out to be larger than was thought, with their true size.
    private List<Wanted> readSegment(int segment, List<Wanted> wanted) throws IOException {
        var key = block.segment(segment);
        int[] stretchOf = new int[wanted.size()];
        List<Stretch> stretches = plan(key.value(), wanted, stretchOf);
        long bytes = 0;
        for (Stretch stretch : stretches) {
            bytes += stretch.length();
        }
        tally.hold(bytes);
        held += bytes;
        block.storage().ranges().read(key, stretches, DataKind.CHUNKS, tally);
        var longer = new ArrayList<Wanted>();
        long used = 0;
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            Stretch stretch = stretches.get(stretchOf[i]);
            int available = stretch.availableFrom(one.offset());
            int at = (int) (one.offset() - stretch.offset());
            if (available <= 0) {
                throw new CorruptBlockException(key.value(), one.offset(), "a chunk", "the end");
            }
            int size = ChunkRecord.size(key.value(), one.offset(), stretch.bytes(), at, available);
            if (size > available && size > one.size) {
                one.size = size;
                longer.add(one);
            } else {
                one.chunk = ChunkRecord.decode(key.value(), one.offset(), stretch.bytes(), at, available, one.minTime,
                        one.maxTime);
                used += size;
            }
        }
        tally.touched(DataKind.CHUNKS, wanted.size() - longer.size(), used);
        return longer;
    }

    private static List<Stretch> plan(String name, List<Wanted> wanted, int[] stretchOf) {
        var stretches = new ArrayList<Stretch>();
        long from = -1;
        long to = -1;
        for (int i = 0; i < wanted.size(); i++) {
            long start = wanted.get(i).offset();
            if (start < ChunkSegmentFormat.HEADER_SIZE) {
                throw new CorruptBlockException(name, start, "a chunk", "the header of the segment");
            }
            if (from >= 0 && start > from && (start > to || start - from > MAX_STRETCH)) {
                stretches.add(new Stretch(from, (int) (Math.min(to, start) - from)));
                from = -1;
            }
            if (from < 0) {
                from = start;
                to = start;
            }
            to = Math.max(to, start + Math.max(ChunkRecord.MIN_SIZE, wanted.get(i).size));
            stretchOf[i] = stretches.size();
        }
        if (from >= 0) {
            stretches.add(new Stretch(from, (int) (to - from)));
        }
        return stretches;
    }

    /// Gives back the memory of all chunks that were read.
    void release() {
        tally.release(held);
        held = 0;
    }
}
