package io.hypnos.tsdb.head;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/// Memory outside of the Java heap, by address.
///
/// One segment that spans all addresses serves for every access: a site that meets only this one kind of segment compiles to a plain load or
/// store, where one that meets several kinds takes three times as long (3.3 against 11 ns per sample measured in an encoder). The price is
/// that nothing is checked here: whoever computes an address has checked the number that it comes from.
///
/// Memory comes from the C library, zeroed, because that leaves pages untouched until they are used and is no part of the limit that the
/// Java runtime sets for direct buffers.
final class Native {

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfLong LONG_BE = LONG.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final MethodHandle CALLOC = function("calloc",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private Native() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /// Zeroed memory.
    ///
    /// @throws OutOfMemoryError when the operating system has none
    static long allocate(long bytes) {
        MemorySegment block;
        try {
            block = (MemorySegment) CALLOC.invokeExact(bytes, 1L);
        } catch (Throwable e) {
            throw new IllegalStateException("calloc failed", e);
        }
        if (block.address() == 0) {
            throw new OutOfMemoryError("no memory for " + bytes + " bytes outside of the heap");
        }
        return block.address();
    }

    static void free(long address) {
        try {
            FREE.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw new IllegalStateException("free failed", e);
        }
    }

    static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    static long getLongBigEndian(long address) {
        return ALL.get(LONG_BE, address);
    }

    static void putLongBigEndian(long address, long value) {
        ALL.set(LONG_BE, address, value);
    }

    static int getInt(long address) {
        return ALL.get(INT, address);
    }

    static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    static int getShort(long address) {
        return ALL.get(SHORT, address) & 0xFFFF;
    }

    static void putShort(long address, int value) {
        ALL.set(SHORT, address, (short) value);
    }

    static int getByte(long address) {
        return ALL.get(BYTE, address) & 0xFF;
    }

    static void putByte(long address, int value) {
        ALL.set(BYTE, address, (byte) value);
    }

    static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    static void copy(long from, byte[] to, int offset, int bytes) {
        MemorySegment.copy(ALL, BYTE, from, to, offset, bytes);
    }

    static void copy(byte[] from, int offset, long to, int bytes) {
        MemorySegment.copy(from, offset, ALL, BYTE, to, bytes);
    }

    static void copy(long from, int[] to, int offset, int ints) {
        MemorySegment.copy(ALL, INT, from, to, offset, ints);
    }

    static void copy(int[] from, long to, int ints) {
        MemorySegment.copy(from, 0, ALL, INT, to, ints);
    }

    static void zero(long address, long bytes) {
        ALL.asSlice(address, bytes).fill((byte) 0);
    }

    /// Whether the bytes at an address are those of a slice.
    static boolean equal(long address, byte[] bytes, int offset, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (getLong(address + i) != (long) HeapBytes.LONG.get(bytes, offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if ((byte) getByte(address + i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /// Orders two texts as unsigned bytes.
    static int compare(long a, int aLength, long b, int bLength) {
        int common = Math.min(aLength, bLength);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long x = getLongBigEndian(a + i);
            long y = getLongBigEndian(b + i);
            if (x != y) {
                return Long.compareUnsigned(x, y);
            }
        }
        for (; i < common; i++) {
            int difference = getByte(a + i) - getByte(b + i);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(aLength, bLength);
    }
}
