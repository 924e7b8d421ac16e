package io.hypnos.tsdb.compact;

import java.util.Arrays;

/// Label sets as ranks, with the references of their series, in memory to be sorted.
final class SeriesBuffer {

    private int size;
    private int[] refs = new int[1024];
    /// Where the ranks of each series begin, and behind the last one the end of all.
    private int[] starts = new int[1025];
    private int[] ranks = new int[1 << 14];
    /// Numbers of the series in their order.
    private int[] order = new int[0];

    void add(int ref, int[] labels, int length) {
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
            starts = Arrays.copyOf(starts, size * 2 + 1);
        }
        int start = starts[size];
        if (start + length > ranks.length) {
            ranks = Arrays.copyOf(ranks, Math.max(start + length, ranks.length * 2));
        }
        System.arraycopy(labels, 0, ranks, start, length);
        refs[size++] = ref;
        starts[size] = start + length;
    }

    /// Ints held.
    int weight() {
        return starts[size] + 2 * size;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int ref(int i) {
        return refs[order[i]];
    }

    int length(int i) {
        return starts[order[i] + 1] - starts[order[i]];
    }

    int rank(int i, int label) {
        return ranks[starts[order[i]] + label];
    }

    /// Sorts by labels; equal ones stay in the order in which they came.
    void sort() {
        order = IndexSort.sort(size, this::compare);
    }

    private int compare(int a, int b) {
        return Arrays.compare(ranks, starts[a], starts[a + 1], ranks, starts[b], starts[b + 1]);
    }
}
