package io.hypnos.series.chunk;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;

/// Samples of one series in ascending time, as storage keeps them: floats by their bits, integer and float histograms apart. The form in
/// which chunks are merged and written anew. Reused: [#clear()] keeps the arrays.
///
/// Sample `i` is the float `values()[i]` where [#histogram(int)] is null. Arrays are lent: they may be longer than [#size()] and are
/// replaced when they grow. Start times are not kept: no encoding that is written has them.
public final class StoredSamples {

    private int size;
    private long[] times = new long[128];
    private double[] values = new double[128];
    /// Null while all samples are floats.
    private @Nullable Histogram @Nullable [] histograms;

    public int size() {
        return size;
    }

    public long[] times() {
        return times;
    }

    public double[] values() {
        return values;
    }

    public long time(int i) {
        return times[i];
    }

    public double value(int i) {
        return values[i];
    }

    /// The histogram of sample `i`; null when it is a float.
    public @Nullable Histogram histogram(int i) {
        return histograms == null ? null : histograms[i];
    }

    public boolean hasHistograms() {
        return histograms != null;
    }

    public void clear() {
        size = 0;
        histograms = null;
    }

    public void add(long time, double value) {
        ensureRoom(1);
        times[size] = time;
        values[size] = value;
        if (histograms != null) {
            histograms[size] = null;
        }
        size++;
    }

    public void add(long time, Histogram histogram) {
        ensureRoom(1);
        if (histograms == null) {
            histograms = new Histogram[times.length];
        }
        times[size] = time;
        values[size] = 0;
        histograms[size] = histogram;
        size++;
    }

    /// Appends sample `i` of `other`.
    public void add(StoredSamples other, int i) {
        Histogram histogram = other.histogram(i);
        if (histogram == null) {
            add(other.times[i], other.values[i]);
        } else {
            add(other.times[i], histogram);
        }
    }

    /// Makes room for `extra` more samples, so that a decoder can write into [#times()] and [#values()] from index [#size()] on and then
    /// call [#grow(int)].
    public void ensureRoom(int extra) {
        int needed = Math.addExact(size, extra);
        if (needed <= times.length) {
            return;
        }
        int capacity = Math.max(needed, Math.min(times.length * 2, times.length + (1 << 20)));
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
        if (histograms != null) {
            histograms = Arrays.copyOf(histograms, capacity);
        }
    }

    /// Takes in `count` floats that were written straight into the columns behind [#size()].
    public void grow(int count) {
        if (histograms != null) {
            Arrays.fill(histograms, size, size + count, null);
        }
        size += count;
    }

    /// Drops all samples from index `newSize` on.
    public void truncate(int newSize) {
        size = newSize;
    }
}
