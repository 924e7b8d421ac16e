package io.hypnos.tsdb.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.DurableFiles;

/// Writes the chunks of one block into segment files. A new file begins before the chunk that would push the current one over its size; a single
/// chunk larger than that makes a larger file. For one thread.
public final class ChunkSegmentWriter implements Closeable {

    private static final int BUFFER = 1 << 20;

    private final Path directory;
    private final long segmentSize;
    private @Nullable ChecksumWriter out;
    private int segments;

    /// @param directory the `chunks` directory, which is made; it stays empty when nothing is written
    public ChunkSegmentWriter(Path directory, long segmentSize) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.segmentSize = segmentSize;
    }

    /// Appends a chunk and returns its reference.
    public long append(int encodingId, byte[] data, int offset, int length) throws IOException {
        ChecksumWriter segment = segmentFor(ChunkRecord.MAX_LENGTH_SIZE + 1 + length + 4);
        long ref = ChunkSegmentFormat.ref(segments - 1, segment.position());
        segment.uvarint(length);
        segment.startChecksum();
        segment.u8(encodingId);
        segment.bytes(data, offset, length);
        segment.writeChecksum();
        return ref;
    }

    /// Appends a whole record as it stood in another segment, checksum included, and returns its reference. The caller has checked it.
    public long appendRecord(byte[] bytes, int offset, int size) throws IOException {
        ChecksumWriter segment = segmentFor(size);
        long ref = ChunkSegmentFormat.ref(segments - 1, segment.position());
        segment.bytes(bytes, offset, size);
        return ref;
    }

    /// Number of files begun so far.
    public int segments() {
        return segments;
    }

    /// Forces everything to the device and ends the last segment.
    public void finish() throws IOException {
        endSegment();
        DurableFiles.syncDirectory(directory);
    }

    private ChecksumWriter segmentFor(long size) throws IOException {
        ChecksumWriter current = out;
        if (current != null && (current.position() + size <= segmentSize
                || current.position() == ChunkSegmentFormat.HEADER_SIZE)) {
            return current;
        }
        endSegment();
        var next = ChecksumWriter.create(directory.resolve(ChunkSegmentFormat.fileName(segments)), BUFFER);
        out = next;
        segments++;
        next.i32(ChunkSegmentFormat.MAGIC);
        next.i32(ChunkSegmentFormat.VERSION << 24);
        return next;
    }

    private void endSegment() throws IOException {
        ChecksumWriter current = out;
        if (current != null) {
            out = null;
            try (current) {
                current.sync();
            }
        }
    }

    /// Closes the open file without finishing it.
    @Override
    public void close() throws IOException {
        ChecksumWriter current = out;
        if (current != null) {
            out = null;
            current.close();
        }
    }
}
