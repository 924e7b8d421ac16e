package io.hypnos.tsdb.head;

import java.util.Arrays;

/// Hands out small blocks of memory from slabs of 1 MiB, named by references of 32 bits instead of addresses.
///
///     reference = slab (15 bits) · offset in the slab in units of 8 bytes (17 bits)
///
/// Blocks come in size classes, four to each doubling, so that at most a fifth of a block is unused; a block that is given back serves the
/// next request of its class. Whoever owns a block knows its size, nothing is stored beside it. What is longer than the largest class gets a
/// slab of its own. Reference 0 is no block.
///
/// Not safe for use by several threads, but for [#address(int)]: a block that was published to another thread can be addressed there.
final class SlabAllocator {

    private static final int UNIT_BITS = 17;
    private static final int UNIT_MASK = (1 << UNIT_BITS) - 1;
    private static final int SLAB_BYTES = 1 << 20;
    private static final int MAX_SLABS = 1 << 15;
    /// Of the largest class: 64 KiB.
    private static final int MAX_UNITS = 8192;
    private static final int CLASSES = classOf(MAX_UNITS) + 1;

    private final MemoryAccount account;
    private final int[] freeBlocks = new int[CLASSES];
    private long[] slabs = new long[4];
    private long[] slabSizes = new long[4];
    private int slabCount;
    /// Index of a slab that was given back, or -1.
    private int freeSlab = -1;
    private int current = -1;
    private int nextUnit;

    SlabAllocator(MemoryAccount account) {
        this.account = account;
    }

    /// A block of at least so many bytes; its contents are arbitrary.
    ///
    /// @throws OutOfMemoryError when there is no memory, or no reference is left
    int allocate(int bytes) {
        int units = bytes + 7 >>> 3;
        if (units > MAX_UNITS) {
            return addSlab((long) units << 3) << UNIT_BITS;
        }
        int sizeClass = classOf(units);
        int block = freeBlocks[sizeClass];
        if (block != 0) {
            freeBlocks[sizeClass] = Native.getInt(address(block));
            return block;
        }
        int size = unitsOf(sizeClass);
        if (current < 0 || nextUnit + size > 1 << UNIT_BITS) {
            useUpCurrent();
            current = addSlab(SLAB_BYTES);
            // Nothing is ever at reference 0; skipping a whole line keeps the rest aligned.
            nextUnit = 8;
        }
        block = current << UNIT_BITS | nextUnit;
        nextUnit += size;
        return block;
    }

    /// The number of bytes that a block allocated for so many can hold.
    static int capacity(int bytes) {
        int units = bytes + 7 >>> 3;
        return (units > MAX_UNITS ? units : unitsOf(classOf(units))) << 3;
    }

    /// Takes back a block that was allocated for so many bytes, or for as many as [#capacity(int)] makes of them.
    void free(int block, int bytes) {
        int units = bytes + 7 >>> 3;
        if (units > MAX_UNITS) {
            dropSlab(block >>> UNIT_BITS);
            return;
        }
        int sizeClass = classOf(units);
        Native.putInt(address(block), freeBlocks[sizeClass]);
        freeBlocks[sizeClass] = block;
    }

    long address(int block) {
        return slabs[block >>> UNIT_BITS] + ((long) (block & UNIT_MASK) << 3);
    }

    /// Gives everything back.
    void close() {
        for (int i = 0; i < slabCount; i++) {
            if (slabs[i] != 0) {
                account.free(slabs[i], slabSizes[i]);
                slabs[i] = 0;
            }
        }
        slabCount = 0;
    }

    /// Turns what is left of the current slab into free blocks.
    private void useUpCurrent() {
        if (current < 0) {
            return;
        }
        int left = (1 << UNIT_BITS) - nextUnit;
        while (left > 0) {
            int sizeClass = Math.min(classOf(left), CLASSES - 1);
            if (unitsOf(sizeClass) > left) {
                sizeClass--;
            }
            int size = unitsOf(sizeClass);
            free(current << UNIT_BITS | nextUnit, size << 3);
            nextUnit += size;
            left -= size;
        }
    }

    private int addSlab(long bytes) {
        long address = account.allocate(bytes);
        int index;
        if (freeSlab >= 0) {
            index = freeSlab;
            freeSlab = (int) slabSizes[index];
        } else {
            index = slabCount;
            if (index == MAX_SLABS) {
                account.free(address, bytes);
                throw new OutOfMemoryError("all references of a slab allocator are in use");
            }
            if (index == slabs.length) {
                slabs = Arrays.copyOf(slabs, index * 2);
                slabSizes = Arrays.copyOf(slabSizes, index * 2);
            }
            slabCount++;
        }
        slabs[index] = address;
        slabSizes[index] = bytes;
        return index;
    }

    private void dropSlab(int index) {
        account.free(slabs[index], slabSizes[index]);
        slabs[index] = 0;
        slabSizes[index] = freeSlab;
        freeSlab = index;
    }

    private static int classOf(int units) {
        if (units <= 8) {
            return Math.max(units, 1) - 1;
        }
        int magnitude = 31 - Integer.numberOfLeadingZeros(units - 1);
        return (magnitude - 3) * 4 + 8 + ((units - 1 >>> magnitude - 2) & 3);
    }

    private static int unitsOf(int sizeClass) {
        if (sizeClass < 8) {
            return sizeClass + 1;
        }
        int magnitude = (sizeClass - 8 >>> 2) + 3;
        return (1 << magnitude) + ((sizeClass & 3) + 1 << magnitude - 2);
    }
}
