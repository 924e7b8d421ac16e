package io.hypnos.tsdb.head;

import java.util.Arrays;

/// Numbers distinct pairs in the order in which they come, from 0 on.
final class PairNumbers {

    /// Numbers + 1 in an open-addressing table.
    private int[] table;
    private int[] pairs = new int[64];
    private int size;

    /// @param expected how many numbers will be asked for, repetitions included
    PairNumbers(int expected) {
        table = new int[Integer.highestOneBit(Math.clamp(expected, 64, 1 << 16)) * 2];
    }

    int number(int pair) {
        int mask = table.length - 1;
        int at = home(pair, mask);
        while (table[at] != 0) {
            if (pairs[table[at] - 1] == pair) {
                return table[at] - 1;
            }
            at = at + 1 & mask;
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size * 2);
        }
        pairs[size++] = pair;
        table[at] = size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    int size() {
        return size;
    }

    int pair(int number) {
        return pairs[number];
    }

    private void grow() {
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int i = 0; i < size; i++) {
            int at = home(pairs[i], mask);
            while (table[at] != 0) {
                at = at + 1 & mask;
            }
            table[at] = i + 1;
        }
    }

    private static int home(int pair, int mask) {
        return pair * 0x9E3779B9 >>> 7 & mask;
    }
}
