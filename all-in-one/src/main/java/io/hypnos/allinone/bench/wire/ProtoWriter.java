package io.hypnos.allinone.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Protobuf fields appended to a growing array.
final class ProtoWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    ProtoWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /// A copy of what was written.
    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void varint(long value) {
        ensure(10);
        while ((value & ~0x7FL) != 0) {
            bytes[size++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        bytes[size++] = (byte) value;
    }

    void varintField(int field, long value) {
        varint((long) field << 3);
        varint(value);
    }

    void signedField(int field, long value) {
        varintField(field, value << 1 ^ value >> 63);
    }

    void doubleField(int field, double value) {
        varint((long) field << 3 | 1);
        ensure(8);
        LONG.set(bytes, size, Double.doubleToRawLongBits(value));
        size += 8;
    }

    void textField(int field, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        lengthPrefix(field, utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /// A message or packed field; returns where its content starts here.
    int messageField(int field, ProtoWriter message) {
        lengthPrefix(field, message.size);
        int start = size;
        ensure(message.size);
        System.arraycopy(message.bytes, 0, bytes, size, message.size);
        size += message.size;
        return start;
    }

    /// A varint field of a fixed width, its value to be patched in later: all but the last byte carry a continuation bit, as protobuf allows.
    void paddedVarintField(int field, int width) {
        varint((long) field << 3);
        paddedVarint(width);
    }

    void paddedVarint(int width) {
        ensure(width);
        Arrays.fill(bytes, size, size + width - 1, (byte) 0x80);
        bytes[size + width - 1] = 0;
        size += width;
    }

    private void lengthPrefix(int field, int length) {
        varint((long) field << 3 | 2);
        varint(length);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
