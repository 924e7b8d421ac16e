package io.hypnos.receive.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A walk over protobuf in a slice of an array. Every length is checked against the slice before it is used.
final class ProtoScan {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class,
            ByteOrder.LITTLE_ENDIAN);

    byte[] bytes = new byte[0];
    int position;
    int end;

    /// Goes to a slice, which the caller has checked.
    ProtoScan over(byte[] slice, int offset, int length) {
        bytes = slice;
        position = offset;
        end = offset + length;
        return this;
    }

    boolean hasMore() {
        return position < end;
    }

    /// The next tag: field number and wire type, `number << 3 | type`.
    int tag() {
        byte b = bytes[position];
        if (b > 0) {
            position++;
            return b;
        }
        long tag = varint();
        if (tag <= 7 || tag > 0xFFFF_FFFFL) {
            throw new MalformedWriteException("impossible tag " + tag);
        }
        return (int) tag;
    }

    /// The length of a delimited value that lies wholly in the slice.
    int length() {
        if (position >= end) {
            throw new MalformedWriteException("a field ends early");
        }
        byte b = bytes[position];
        long length;
        if (b >= 0) {
            position++;
            length = b;
        } else {
            length = varint();
        }
        if (length < 0 || length > end - position) {
            throw new MalformedWriteException(
                    "a field of " + Long.toUnsignedString(length) + " bytes where " + (end - position) + " are left");
        }
        return (int) length;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw new MalformedWriteException("a number ends early");
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedWriteException("a number of more than ten bytes");
    }

    double fixed64() {
        if (end - position < 8) {
            throw new MalformedWriteException("a number ends early");
        }
        double value = (double) DOUBLE.get(bytes, position);
        position += 8;
        return value;
    }

    static long zigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /// Refuses a field that is known but written as another type.
    static void expect(int tag, int type) {
        if ((tag & 7) != type) {
            throw new MalformedWriteException("field " + (tag >>> 3) + " has wire type " + (tag & 7));
        }
    }

    /// Passes over the value of a field that nobody knows.
    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> {
                long unused = varint();
            }
            case FIXED64 -> advance(8);
            case DELIMITED -> {
                int length = length();
                position += length;
            }
            case FIXED32 -> advance(4);
            default -> throw new MalformedWriteException("wire type " + (tag & 7));
        }
    }

    private void advance(int count) {
        if (end - position < count) {
            throw new MalformedWriteException("a number ends early");
        }
        position += count;
    }
}
