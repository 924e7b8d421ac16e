package io.hypnos.tsdb.wal;

/// A walk through the body of a record. Nothing is trusted: what goes beyond the end is an [InvalidRecordException].
final class BodyReader {

    private final byte[] bytes;
    private int position;
    private final int end;

    BodyReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    boolean hasMore() {
        return position < end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    int readByte() {
        if (position >= end) {
            throw cut();
        }
        return bytes[position++] & 0xFF;
    }

    long readLong() {
        if (end - position < 8) {
            throw cut();
        }
        long value = (long) RecordBuffer.LONGS.get(bytes, position);
        position += 8;
        return value;
    }

    long readUvarint() {
        if (position < end && bytes[position] >= 0) {
            return bytes[position++];
        }
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw cut();
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new InvalidRecordException("a number of more than ten bytes");
    }

    long readVarint() {
        long zigzag = readUvarint();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /// A count of items of which each takes at least `itemSize` bytes; so it cannot make anybody allocate more than the record justifies.
    int readCount(int itemSize) {
        long count = readUvarint();
        if (count < 0 || count > (end - position) / itemSize) {
            throw new InvalidRecordException(
                    "a count of " + Long.toUnsignedString(count) + " in the last " + (end - position) + " bytes");
        }
        return (int) count;
    }

    byte[] readText() {
        int length = readCount(1);
        byte[] text = new byte[length];
        System.arraycopy(bytes, position, text, 0, length);
        position += length;
        return text;
    }

    void skipText() {
        int length = readCount(1);
        position += length;
    }

    private InvalidRecordException cut() {
        return new InvalidRecordException("ends in the middle of an item");
    }
}
