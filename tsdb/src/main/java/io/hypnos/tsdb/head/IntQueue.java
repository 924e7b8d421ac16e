package io.hypnos.tsdb.head;

import java.util.Arrays;

/// A growing list of numbers that is emptied as a whole. Not safe for use by several threads.
final class IntQueue {

    private int[] items = new int[16];
    private int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return items[index];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Takes up to `limit` items out, the newest first.
    int[] take(int limit) {
        int count = Math.min(limit, size);
        int[] taken = Arrays.copyOfRange(items, size - count, size);
        size -= count;
        if (size == 0 && items.length > 1 << 12) {
            items = new int[16];
        }
        return taken;
    }
}
