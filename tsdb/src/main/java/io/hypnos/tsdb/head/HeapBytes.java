package io.hypnos.tsdb.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Wide loads from byte arrays, in the byte order of the machine.
final class HeapBytes {

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private HeapBytes() {}

    /// Whether two slices of `length` bytes are equal.
    static boolean equal(byte[] a, int aAt, byte[] b, int bAt, int length) {
        if (length < 8) {
            int i = 0;
            while (i < length && a[aAt + i] == b[bAt + i]) {
                i++;
            }
            return i == length;
        }
        // The last eight bytes overlap those before them where the length is no multiple of eight.
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if ((long) LONG.get(a, aAt + i) != (long) LONG.get(b, bAt + i)) {
                return false;
            }
        }
        return (long) LONG.get(a, aAt + last) == (long) LONG.get(b, bAt + last);
    }
}
