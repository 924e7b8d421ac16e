package io.hypnos.tsdb.head;

import java.util.Arrays;

/// From the references of a log to slots, while it is replayed. References count up from 1, so an array serves for those that are not far apart,
/// and a table for the others. Not safe for use by several threads.
final class ReferenceMap {

    private static final int MAX_DENSE = 1 << 26;

    /// Slot + 1 by reference.
    private int[] dense = new int[1 << 10];
    private long[] keys = new long[16];
    private int[] values = new int[16];
    private int size;

    /// The slot of a reference, -1 when it was never put.
    int get(long reference) {
        if (reference >= 0 && reference < dense.length) {
            return dense[(int) reference] - 1;
        }
        return values[find(reference)] - 1;
    }

    void put(long reference, int slot) {
        if (reference >= 0 && reference < MAX_DENSE && reference < 4L * dense.length) {
            if (reference >= dense.length) {
                int old = dense.length;
                dense = Arrays.copyOf(dense, (int) Math.min(MAX_DENSE, Math.max(reference + 1, dense.length * 2L)));
                takeOver(old);
            }
            dense[(int) reference] = slot + 1;
            return;
        }
        if (size * 2 >= keys.length) {
            rehash();
        }
        int at = find(reference);
        size += values[at] == 0 ? 1 : 0;
        keys[at] = reference;
        values[at] = slot + 1;
    }

    /// Copies what the table has of the references that the array now spans.
    private void takeOver(int from) {
        for (int i = 0; i < keys.length && size > 0; i++) {
            if (values[i] != 0 && keys[i] >= from && keys[i] < dense.length) {
                dense[(int) keys[i]] = values[i];
            }
        }
    }

    private int find(long reference) {
        int mask = keys.length - 1;
        int at = (int) (reference * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (values[at] != 0 && keys[at] != reference) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
