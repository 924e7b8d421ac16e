package io.hypnos.tsdb.head;

import java.util.Arrays;

import io.hypnos.tsdb.write.WriteBatch;

/// The samples of one series of a batch in ascending time, for the series whose samples are not so already, or that stand in the batch more than
/// once, or have floats and histograms. Of samples at one time the first one stays first. Reused. For one thread.
final class BatchSorter {

    private int size;
    /// Index of a float in the batch, or the complement of a histogram's.
    private int[] items = new int[16];
    /// The series of the batch that the item came with.
    private int[] series = new int[16];
    private long[] times = new long[16];
    private int[] order = new int[0];

    /// Collects the samples of all entries from `entry` on that mean the same slot.
    void collect(WriteBatch batch, BatchPlan plan, int entry) {
        size = 0;
        for (int e = entry; e != BatchPlan.NONE; e = plan.sameSlot[e]) {
            int s = plan.series[e];
            for (int i = batch.sampleStart(s); i < batch.sampleStart(s + 1); i++) {
                add(i, s, batch.time(i));
            }
            for (int i = batch.histogramStart(s); i < batch.histogramStart(s + 1); i++) {
                add(~i, s, batch.histogramTime(i));
            }
        }
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        MergeSort.sort(order, (a, b) -> Long.compare(times[a], times[b]));
    }

    private void add(int item, int of, long time) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
            series = Arrays.copyOf(series, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        items[size] = item;
        series[size] = of;
        times[size++] = time;
    }

    int size() {
        return size;
    }

    /// Index of the `i`-th sample among the batch's floats, or the complement of its index among the histograms.
    int item(int i) {
        return items[order[i]];
    }

    int series(int i) {
        return series[order[i]];
    }
}
