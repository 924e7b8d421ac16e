package io.hypnos.tsdb.compact;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.block.ChunkRecord;
import io.hypnos.tsdb.block.ChunkSegmentFormat;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// The chunk records of one input, read through a window that moves along with the merge: as a rule, chunks lie in the order of their series. A
/// record out of that order is found as well, only slower.
final class RecordWindow {

    private final String name;
    private final List<ByteSource> segments;
    private final int windowSize;
    private int segment = -1;
    private @Nullable SourceReader reader;
    private int size;

    /// @param name of all segments together, for messages
    RecordWindow(String name, List<ByteSource> segments, int windowSize) {
        this.name = name;
        this.segments = segments;
        this.windowSize = windowSize;
    }

    /// Moves to the record at a reference and checks it.
    ///
    /// @throws CorruptBlockException when there is none, or its bytes are not what their checksum says
    void moveTo(long ref) {
        int number = ChunkSegmentFormat.segment(ref);
        if (number < 0 || number >= segments.size()) {
            throw new CorruptBlockException(segments.isEmpty() ? name : segments.getLast().name(),
                    0, "a reference to one of " + segments.size() + " segments", "number " + number);
        }
        ByteSource source = segments.get(number);
        SourceReader window = reader;
        if (window == null || number != segment) {
            window = new SourceReader(source, 0, source.size(), windowSize);
            reader = window;
            segment = number;
        }
        long offset = ChunkSegmentFormat.offset(ref);
        if (offset < ChunkSegmentFormat.HEADER_SIZE || offset > source.size() - ChunkRecord.MIN_SIZE) {
            throw new CorruptBlockException(source.name(), offset, "a chunk", "the end at " + source.size());
        }
        window.seek(offset, source.size() - offset);
        window.require(ChunkRecord.MIN_SIZE);
        int wanted = ChunkRecord.size(source.name(), offset, window.window(), window.position(), ChunkRecord.MIN_SIZE);
        window.require(wanted);
        size = ChunkRecord.check(source.name(), offset, window.window(), window.position(), wanted);
    }

    /// The array that has the current record, replaced by the next move.
    byte[] bytes() {
        return window().window();
    }

    /// Index in [#bytes()] of the first byte of the current record.
    int offset() {
        return window().position();
    }

    /// Number of bytes of the current record.
    int size() {
        return size;
    }

    /// The file of the current record.
    String file() {
        return segment < 0 ? "" : segments.get(segment).name();
    }

    private SourceReader window() {
        SourceReader window = reader;
        if (window == null) {
            throw new IllegalStateException("no record was asked for");
        }
        return window;
    }
}
