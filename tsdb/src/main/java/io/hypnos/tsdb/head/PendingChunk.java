package io.hypnos.tsdb.head;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;

/// A chunk as a reader finds it in the head: a copy of its bytes, or where they are on disk.
///
/// @param bytes         the chunk and perhaps some bytes behind it; null when it is on disk
/// @param length        bytes of the chunk
/// @param diskReference file number in the upper half, offset in the lower; meaningless when there are bytes
record PendingChunk(long minTime, long maxTime, ChunkEncoding encoding, byte @Nullable [] bytes, int length,
        long diskReference) {

    /// Bytes left free behind a chunk's own, so that decoders may load whole words.
    static final int SLACK = 8;

    static PendingChunk of(Chunk chunk) {
        return new PendingChunk(chunk.minTime(), chunk.maxTime(), chunk.encoding(), chunk.toByteArray(), chunk.length(),
                0);
    }

    /// The bytes of a chunk that is in memory.
    byte[] inMemory() {
        if (bytes == null) {
            throw new IllegalStateException("a chunk on disk where one in memory was expected");
        }
        return bytes;
    }
}
