package io.hypnos.promql.exec.aggregate;

import java.util.Arrays;

/// The best few of the values seen so far, with the series they belong to: a binary heap whose root is the worst of them. NaN is worse than
/// everything else.
///
/// Which of several equal values stay depends on the shape of the heap; it is the one that Go's `container/heap` gives.
final class RankHeap {

    private final boolean largest;
    private final int capacity;
    private double[] values;
    private int[] series;
    private int size;

    /// @param largest  whether large values are good ones
    /// @param capacity how many to keep
    RankHeap(boolean largest, int capacity) {
        this.largest = largest;
        this.capacity = capacity;
        this.values = new double[Math.min(capacity, 8)];
        this.series = new int[values.length];
    }

    int size() {
        return size;
    }

    double value(int i) {
        return values[i];
    }

    int series(int i) {
        return series[i];
    }

    /// Offers a value; false when it is not among the best.
    boolean offer(double value, int ofSeries) {
        if (size < capacity) {
            push(value, ofSeries);
            return true;
        }
        double worst = values[0];
        boolean better = largest ? worst < value : worst > value;
        if (better || Double.isNaN(worst) && !Double.isNaN(value)) {
            values[0] = value;
            series[0] = ofSeries;
            sink();
            return true;
        }
        return false;
    }

    private boolean worse(double a, double b) {
        return Double.isNaN(a) || (largest ? a < b : a > b);
    }

    private void push(double value, int ofSeries) {
        if (size == values.length) {
            int larger = Math.min(capacity, size * 2);
            values = Arrays.copyOf(values, larger);
            series = Arrays.copyOf(series, larger);
        }
        values[size] = value;
        series[size] = ofSeries;
        int child = size++;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!worse(values[child], values[parent])) {
                break;
            }
            swap(child, parent);
            child = parent;
        }
    }

    private void sink() {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && worse(values[child + 1], values[child])) {
                child++;
            }
            if (!worse(values[child], values[parent])) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
        int one = series[i];
        series[i] = series[j];
        series[j] = one;
    }

    /// Sorts from the best to the worst; the heap is none afterwards.
    void sort() {
        for (int i = 1; i < size; i++) {
            for (int j = i; j > 0 && worse(values[j - 1], values[j]); j--) {
                swap(j, j - 1);
            }
        }
    }
}
