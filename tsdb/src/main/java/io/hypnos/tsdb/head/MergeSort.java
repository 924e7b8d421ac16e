package io.hypnos.tsdb.head;

/// Sorts numbers by an order of their own, stably and without boxing them. Runs that are in order already cost one comparison.
final class MergeSort {

    private static final int INSERTION = 8;

    private MergeSort() {}

    /// Negative, zero or positive as `a` comes before, with or after `b`.
    @FunctionalInterface
    interface IntOrder {
        int compare(int a, int b);
    }

    static void sort(int[] items, IntOrder order) {
        sort(items, items.clone(), 0, items.length, order);
    }

    /// Sorts `[from, to)` of `items`; `scratch` has the same content there.
    private static void sort(int[] items, int[] scratch, int from, int to, IntOrder order) {
        if (to - from <= INSERTION) {
            for (int i = from + 1; i < to; i++) {
                int item = items[i];
                int at = i;
                for (; at > from && order.compare(items[at - 1], item) > 0; at--) {
                    items[at] = items[at - 1];
                }
                items[at] = item;
            }
            return;
        }
        int middle = from + to >>> 1;
        sort(scratch, items, from, middle, order);
        sort(scratch, items, middle, to, order);
        if (order.compare(scratch[middle - 1], scratch[middle]) <= 0) {
            System.arraycopy(scratch, from, items, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right == to || left < middle && order.compare(scratch[left], scratch[right]) <= 0) {
                items[at] = scratch[left++];
            } else {
                items[at] = scratch[right++];
            }
        }
    }
}
