package io.hypnos.tsdb.compact;

import java.util.Arrays;

/// Sorts things by number: stable, without objects per thing, and in one pass where they are in order already.
final class IndexSort {

    private IndexSort() {}

    /// Compares the things with two numbers.
    interface Order {

        int compare(int a, int b);
    }

    /// The numbers from 0 to `size - 1` in the order of what they stand for.
    static int[] sort(int size, Order order) {
        int[] from = new int[size];
        Arrays.setAll(from, i -> i);
        boolean sorted = true;
        for (int i = 1; i < size && sorted; i++) {
            sorted = order.compare(i - 1, i) <= 0;
        }
        if (sorted) {
            return from;
        }
        int[] to = new int[size];
        for (int run = 1; run < size; run *= 2) {
            for (int start = 0; start < size; start += 2 * run) {
                merge(from, to, start, Math.min(size, start + run), Math.min(size, start + 2 * run), order);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, Order order) {
        int a = start;
        int b = middle;
        for (int at = start; at < end; at++) {
            boolean takeFirst = b == end || a < middle && order.compare(from[a], from[b]) <= 0;
            to[at] = takeFirst ? from[a++] : from[b++];
        }
    }
}
