package io.hypnos.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a record under construction. Grows; for one thread.
public final class RecordBuffer {

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// The longest variable-length number.
    static final int MAX_VARINT = 10;

    private byte[] bytes = new byte[4 << 10];
    private int length;

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /// The bytes so far, from index 0 to [#length()]. Lent.
    public byte[] bytes() {
        return bytes;
    }

    public void putByte(int b) {
        ensure(1);
        bytes[length++] = (byte) b;
    }

    public void putLong(long value) {
        ensure(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    public void putUvarint(long value) {
        ensure(MAX_VARINT);
        length = uvarint(bytes, length, value);
    }

    public void putVarint(long value) {
        putUvarint(value << 1 ^ value >> 63);
    }

    public void putBytes(byte[] from, int offset, int count) {
        ensure(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /// Makes room for `extra` bytes, so that a loop can write into [#bytes()] and then call [#setLength(int)].
    void ensure(int extra) {
        if (bytes.length - length < extra) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, extra), bytes.length * 2));
        }
    }

    void setLength(int length) {
        this.length = length;
    }

    /// Writes at `at` and returns the position behind it.
    static int uvarint(byte[] out, int at, long value) {
        while ((value & ~0x7FL) != 0) {
            out[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        out[at] = (byte) value;
        return at + 1;
    }
}
