package io.hypnos.tsdb.head;

import java.util.Arrays;

/// Series in the order of their labels, found without comparing the same texts again and again: the distinct pairs of the series are ordered
/// once, and the series then compare as rows of ranks. An order is made for a given set of series and does not change with them.
final class SeriesOrder {

    private final LabelPairs pairs;
    private final int[] slots;
    /// By series, where its row begins.
    private final int[] starts;
    /// Indices of `distinct`, row by row.
    private final int[] rows;
    /// The distinct pairs in the order of names and values.
    private final int[] distinct;
    /// Series by their place in the order.
    private final int[] order;

    /// Orders series, which must not be removed meanwhile.
    SeriesOrder(HeadIndex index, int[] slots) {
        this.pairs = index.pairs();
        this.slots = slots;
        int n = slots.length;
        starts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            starts[i + 1] = Math.addExact(starts[i], SeriesLabels.count(index.labelsAddress(slots[i])));
        }
        rows = new int[starts[n]];
        var found = new PairNumbers(rows.length);
        for (int i = 0; i < n; i++) {
            long labels = index.labelsAddress(slots[i]);
            for (int at = starts[i], label = 0; at < starts[i + 1]; at++, label++) {
                rows[at] = found.number(SeriesLabels.pair(labels, label));
            }
        }
        distinct = rank(found);
        order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        MergeSort.sort(order, (a, b) -> Arrays.compare(rows, starts[a], starts[a + 1], rows, starts[b], starts[b + 1]));
    }

    /// Replaces the numbers in the rows by ranks, and returns the pairs by rank.
    private int[] rank(PairNumbers found) {
        int[] byRank = new int[found.size()];
        for (int i = 0; i < byRank.length; i++) {
            byRank[i] = i;
        }
        MergeSort.sort(byRank, (a, b) -> pairs.compare(found.pair(a), found.pair(b)));
        int[] ranks = new int[byRank.length];
        for (int i = 0; i < byRank.length; i++) {
            ranks[byRank[i]] = i;
            byRank[i] = found.pair(byRank[i]);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ranks[rows[i]];
        }
        return byRank;
    }

    int size() {
        return slots.length;
    }

    /// The slot of the series at a place in the order.
    int slot(int place) {
        return slots[order[place]];
    }

    /// All slots in their order.
    int[] slots() {
        int[] sorted = new int[slots.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = slots[order[i]];
        }
        return sorted;
    }

    /// The distinct pairs, ordered. Lent.
    int[] distinctPairs() {
        return distinct;
    }

    int labelCount(int place) {
        int series = order[place];
        return starts[series + 1] - starts[series];
    }

    /// Index in [#distinctPairs()] of a label of the series at a place.
    int pairIndex(int place, int label) {
        return rows[starts[order[place]] + label];
    }
}
