package io.hypnos.service.storeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Reads protobuf from a slice of an array. Every length is checked against what is there before it is believed.
final class WireReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private int position;
    private int end;
    private int wireType;

    WireReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /// Goes to another slice of the same array.
    void seek(int offset, int length) {
        position = offset;
        end = offset + length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    /// The number of the next field; 0 at the end.
    int nextField() {
        if (position >= end) {
            return 0;
        }
        long tag = readVarint();
        wireType = (int) (tag & 7);
        long number = tag >>> 3;
        if (number == 0 || number > 0x1FFFFFFF) {
            throw broken("field number " + number);
        }
        return (int) number;
    }

    /// The value of a varint field.
    long number() {
        if (wireType != VARINT) {
            throw broken("wire type " + wireType + " where a number is due");
        }
        return readVarint();
    }

    /// The length of a delimited field, whose contents start at [#position()]. The caller moves on by [#advance].
    int delimited() {
        if (wireType != DELIMITED) {
            throw broken("wire type " + wireType + " where bytes are due");
        }
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw broken(
                    "a field of " + Long.toUnsignedString(length) + " bytes where " + (end - position) + " are left");
        }
        return (int) length;
    }

    void advance(int count) {
        position += count;
    }

    String text() {
        int length = delimited();
        String text = new String(bytes, position, length, UTF_8);
        position += length;
        return text;
    }

    /// Passes over the value of the current field.
    void skip() {
        switch (wireType) {
            case VARINT -> {
                long unused = readVarint();
            }
            case FIXED_64 -> skip(8);
            case DELIMITED -> skip(delimited());
            case FIXED_32 -> skip(4);
            default -> throw broken("wire type " + wireType);
        }
    }

    private void skip(int count) {
        if (count > end - position) {
            throw broken("a number that ends early");
        }
        position += count;
    }

    private long readVarint() {
        if (position < end && bytes[position] >= 0) {
            return bytes[position++];
        }
        return readLongVarint();
    }

    private long readLongVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw broken("a number that ends early");
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken("a number of more than ten bytes");
    }

    private static StoreException broken(String what) {
        return new StoreException(StoreException.Reason.INTERNAL, "the message is broken: " + what);
    }
}
