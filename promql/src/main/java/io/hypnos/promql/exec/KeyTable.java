package io.hypnos.promql.exec;

import java.util.Arrays;

import io.hypnos.series.XxHash64;

/// Numbers keys: equal byte sequences get the same number, in the order of first appearance from 0 on. An open-addressing table with one
/// array per key and no other objects.
public final class KeyTable {

    private byte[][] keys = new byte[16][];
    private long[] hashes = new long[16];
    private int size;
    /// Number of a key plus 1, or 0.
    private int[] slots = new int[64];

    public int size() {
        return size;
    }

    /// The number of the key `bytes[0, length)`. When it is new, the number is what [#size()] was before.
    public int number(byte[] bytes, int length) {
        long hash = XxHash64.hash(bytes, 0, length);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            int candidate = slots[slot] - 1;
            if (hashes[candidate] == hash
                    && Arrays.equals(keys[candidate], 0, keys[candidate].length, bytes, 0, length)) {
                return candidate;
            }
            slot = slot + 1 & mask;
        }
        int number = size++;
        if (number == keys.length) {
            keys = Arrays.copyOf(keys, number * 2);
            hashes = Arrays.copyOf(hashes, number * 2);
        }
        keys[number] = Arrays.copyOf(bytes, length);
        hashes[number] = hash;
        slots[slot] = number + 1;
        if (size * 2 > slots.length) {
            grow();
        }
        return number;
    }

    /// The bytes of a key; lent.
    public byte[] key(int number) {
        return keys[number];
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = (int) hashes[number] & mask;
            while (larger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            larger[slot] = number + 1;
        }
        slots = larger;
    }
}
