package io.hypnos.tsdb.block;

import java.util.List;

import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;

/// Reads chunks by reference. Chunks that lie close together, as those of one series and of its neighbours do, are read at once and then share an
/// array. For many threads.
public final class ChunkReader {

    /// What may lie between the beginnings of two chunks that are read together. Reading more costs less than another call would, but it stays in
    /// memory as long as the chunks do.
    private static final int MAX_DISTANCE = 1 << 11;
    private static final int MAX_RANGE = 1 << 17;
    /// What is read of the last chunk, whose size nobody knows before.
    private static final int GUESS = 1 << 10;
    /// Bytes behind the last chunk in an array, so that decoders may load eight at once.
    private static final int SLACK = 8;

    private final String name;
    private final List<ByteSource> segments;

    /// @param name of all segments together, for messages
    public ChunkReader(String name, List<ByteSource> segments) {
        this.name = name;
        this.segments = List.copyOf(segments);
    }

    /// Reads one chunk.
    ///
    /// @throws CorruptBlockException when there is none at the reference, or its bytes are not what their checksum says
    public SeriesChunk read(long ref, long minTime, long maxTime) {
        var one = new ChunkBatch();
        one.add(ref, minTime, maxTime);
        read(one);
        return one.chunk(0);
    }

    /// Reads all chunks of a batch; fewest calls are needed where their references ascend.
    ///
    /// @throws CorruptBlockException when one of them cannot be had
    public void read(ChunkBatch batch) {
        for (int first = 0; first < batch.size();) {
            int next = first + 1;
            while (next < batch.size() && batch.ref(next) - batch.ref(first) <= MAX_RANGE
                    && batch.ref(next) > batch.ref(next - 1)
                    && batch.ref(next) - batch.ref(next - 1) <= MAX_DISTANCE) {
                next++;
            }
            readRun(batch, first, next);
            first = next;
        }
    }

    private void readRun(ChunkBatch batch, int first, int next) {
        ByteSource segment = segment(batch.ref(first));
        long start = ChunkSegmentFormat.offset(batch.ref(first));
        long last = ChunkSegmentFormat.offset(batch.ref(next - 1));
        if (start < ChunkSegmentFormat.HEADER_SIZE || last > segment.size() - ChunkRecord.MIN_SIZE) {
            throw new CorruptBlockException(segment.name(), last, "a chunk", "the end at " + segment.size());
        }
        int length = (int) (Math.min(segment.size(), last + GUESS) - start);
        byte[] bytes = new byte[length + SLACK];
        segment.read(start, bytes, 0, length);
        for (int i = first; i < next; i++) {
            long offset = ChunkSegmentFormat.offset(batch.ref(i));
            int at = (int) (offset - start);
            int size = ChunkRecord.size(segment.name(), offset, bytes, at, length - at);
            if (size < 0 || size > length - at) {
                batch.set(i, readAlone(segment, offset, size, batch, i));
            } else {
                batch.set(i, ChunkRecord.decode(segment.name(), offset, bytes, at, length - at, batch.minTime(i),
                        batch.maxTime(i)));
            }
        }
    }

    private static SeriesChunk readAlone(ByteSource segment, long offset, int size, ChunkBatch batch, int i) {
        segment.requireInside(offset, Math.max(size, ChunkRecord.MIN_SIZE));
        byte[] bytes = new byte[size + SLACK];
        segment.read(offset, bytes, 0, size);
        return ChunkRecord.decode(segment.name(), offset, bytes, 0, size, batch.minTime(i), batch.maxTime(i));
    }

    private ByteSource segment(long ref) {
        int number = ChunkSegmentFormat.segment(ref);
        if (number < 0 || number >= segments.size()) {
            throw new CorruptBlockException(segments.isEmpty() ? name : segments.getLast().name(), 0,
                    "a reference to one of " + segments.size() + " segments", "number " + number);
        }
        return segments.get(number);
    }
}
