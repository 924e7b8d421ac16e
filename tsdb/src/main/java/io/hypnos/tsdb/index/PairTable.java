package io.hypnos.tsdb.index;

import java.util.Arrays;

/// A hash table from label pairs to numbers: open addressing in two arrays.
final class PairTable {

    private static final long FREE = -1;

    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    PairTable() {
        Arrays.fill(keys, FREE);
    }

    int size() {
        return size;
    }

    /// Adds to the number of a pair, which is 0 where there was none.
    void add(long key, int amount) {
        int slot = slotForWriting(key);
        values[slot] += amount;
    }

    void put(long key, int value) {
        values[slotForWriting(key)] = value;
    }

    /// The number of a pair.
    ///
    /// @throws IllegalStateException when it has none
    int get(long key) {
        int slot = slot(key);
        if (keys[slot] != key) {
            throw new IllegalStateException("pair " + Long.toHexString(key) + " was not counted");
        }
        return values[slot];
    }

    void copyKeys(long[] into, int at) {
        for (long key : keys) {
            if (key != FREE) {
                into[at++] = key;
            }
        }
    }

    private int slotForWriting(long key) {
        int slot = slot(key);
        if (keys[slot] == FREE) {
            if (size >= keys.length / 2) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            size++;
        }
        return slot;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldValues.length * 2];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
