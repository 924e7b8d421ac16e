package io.hypnos.compact.downsample;

import java.util.Arrays;

/// A counter put together from the chunks of an aggregate or of a raw series: what it counted, with every reset taken out, so that it only grows.
///
/// An aggregate's chunk ends with a second sample at its last time, the last raw value. It does not count; it tells whether the next chunk begins
/// with a reset. What goes back in time, as overlapping chunks do, is passed over. Reused: [#clear()] keeps the arrays.
final class CounterChain {

    private int size;
    private long[] times = new long[256];
    private double[] values = new double[256];
    private double lastRawValue;
    private double total;

    void clear() {
        size = 0;
    }

    /// Goes on with the samples of the next chunk.
    void add(long[] chunkTimes, double[] chunkValues, int from, int to) {
        for (int i = from; i < to; i++) {
            long time = chunkTimes[i];
            double value = chunkValues[i];
            if (Double.isNaN(value)) {
                continue;
            }
            if (size == 0) {
                total = value;
                append(time, value);
            } else if (time > times[size - 1]) {
                total += value >= lastRawValue ? value - lastRawValue : value;
                append(time, value);
            } else if (time == times[size - 1]) {
                lastRawValue = value;
            }
        }
    }

    int size() {
        return size;
    }

    /// Lent, longer than [#size()].
    long[] times() {
        return times;
    }

    /// Lent, longer than [#size()].
    double[] values() {
        return values;
    }

    /// What the counter really showed last.
    double lastRawValue() {
        return lastRawValue;
    }

    private void append(long time, double rawValue) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = time;
        values[size++] = total;
        lastRawValue = rawValue;
    }
}
