package io.hypnos.series.chunk;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// The bytes of a downsampled chunk, which chunk segments hold under [ChunkEncoding#AGGREGATE]. For each [Aggregate] in its order:
///
///     length uvarint · [ encoding (1) · data (length) ]
///
/// A length of 0 means that the aggregate is missing, and nothing follows it. The length does not count the encoding.
public final class AggregateChunkCodec {

    private static final Aggregate[] AGGREGATES = Aggregate.values();

    private AggregateChunkCodec() {}

    /// The parts are slices of `data`; nothing is copied. What follows the fifth part is left alone.
    ///
    /// @param minTime the times of the whole, which each part is given
    /// @throws InvalidChunkException when the bytes are anything else
    public static AggregateChunk parse(long minTime, long maxTime, byte[] data, int offset, int length) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[AGGREGATES.length];
        var in = new BitReader(data, offset, length);
        int end = offset + length;
        int at = offset;
        for (int i = 0; i < parts.length; i++) {
            long size = in.readUvarint();
            at = (int) (in.position() >>> 3);
            if (size == 0) {
                continue;
            }
            if (size < 0 || size > end - at - 1) {
                throw new InvalidChunkException("aggregate " + AGGREGATES[i] + " of " + Long.toUnsignedString(size)
                        + " bytes in a chunk of " + length);
            }
            ChunkEncoding encoding = ChunkEncoding.of(data[at] & 0xFF);
            if (encoding == ChunkEncoding.AGGREGATE) {
                throw new InvalidChunkException("aggregate " + AGGREGATES[i] + " is an aggregate chunk itself");
            }
            parts[i] = new Chunk(minTime, maxTime, encoding, data, at + 1, (int) size);
            at += 1 + (int) size;
            in = new BitReader(data, at, end - at);
        }
        return new AggregateChunk(minTime, maxTime, parts);
    }

    public static byte[] write(AggregateChunk chunk) {
        int size = 0;
        for (Aggregate aggregate : AGGREGATES) {
            Chunk part = chunk.part(aggregate);
            size += part == null ? 1 : part.length() + 6;
        }
        byte[] data = new byte[size];
        int at = 0;
        for (Aggregate aggregate : AGGREGATES) {
            Chunk part = chunk.part(aggregate);
            int rest = part == null ? 0 : part.length();
            while (rest > 0x7F) {
                data[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            data[at++] = (byte) rest;
            if (part != null) {
                data[at++] = (byte) part.encoding().id();
                System.arraycopy(part.data(), part.offset(), data, at, part.length());
                at += part.length();
            }
        }
        return Arrays.copyOf(data, at);
    }
}
