package io.hypnos.series.chunk;

import java.util.Arrays;

/// One encoded chunk: `length` bytes of `data` from `offset` on, without length prefix, encoding byte or checksum.
///
/// The array is lent and usually shared by many chunks (a read buffer, a gRPC message); nobody may write to it. Decoders load eight bytes at
/// a time and fall back to a copy where the slice ends less than eight bytes before the array does, so a producer that can leave such slack
/// should.
///
/// @param minTime  epoch milliseconds of the first sample
/// @param maxTime  epoch milliseconds of the last sample
/// @param encoding never [ChunkEncoding#AGGREGATE]: that is an [AggregateChunk]
public record Chunk(long minTime, long maxTime, ChunkEncoding encoding, byte[] data, int offset,
        int length) implements SeriesChunk {

    public Chunk {
        if (offset < 0 || length < 0 || offset > data.length - length) {
            throw new IllegalArgumentException(
                    "chunk slice [" + offset + ", +" + length + ") outside of " + data.length + " bytes");
        }
    }

    public static Chunk of(long minTime, long maxTime, ChunkEncoding encoding, byte[] data) {
        return new Chunk(minTime, maxTime, encoding, data, 0, data.length);
    }

    /// Number of samples, as the chunk's header says.
    ///
    /// @throws InvalidChunkException when there is no room for a header
    public int sampleCount() {
        if (length < 2) {
            throw new InvalidChunkException("chunk of " + length + " bytes has no sample count");
        }
        int count = (data[offset] & 0xFF) << 8 | (data[offset + 1] & 0xFF);
        return switch (encoding) {
            case HISTOGRAM_ST, FLOAT_HISTOGRAM_ST -> count & 0x3FFF;
            case XOR, HISTOGRAM, FLOAT_HISTOGRAM, XOR2, AGGREGATE -> count;
        };
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(data, offset, offset + length);
    }

    /// Same times, encoding and bytes; the arrays need not be the same.
    @Override
    public boolean equals(Object o) {
        return o instanceof Chunk other && minTime == other.minTime && maxTime == other.maxTime
                && encoding == other.encoding
                && Arrays.equals(data, offset, offset + length, other.data, other.offset, other.offset + other.length);
    }

    @Override
    public int hashCode() {
        int hash = Long.hashCode(minTime) * 31 + Long.hashCode(maxTime);
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + data[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return encoding + "[" + minTime + ".." + maxTime + ", " + length + " B]";
    }
}
