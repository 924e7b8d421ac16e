package io.hypnos.series;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.HistogramColumn;

/// The samples of one series in ascending time, as columns. Reused from series to series: [#clear()] keeps the arrays.
///
/// Sample `i` has the time `times()[i]`. Where [#histogramRow(int)] is negative it is the float `values()[i]`, whose NaN payload is kept;
/// else it is that row of [#histograms()]. Arrays are lent: they may be longer than [#size()] and are replaced when they grow.
public final class Samples {

    private static final int INITIAL_CAPACITY = 256;

    private int size;
    private long[] times = new long[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    /// Epoch milliseconds at which the counted time of a sample began, 0 for unknown; null until one is known.
    private long @Nullable [] startTimes;
    private HistogramColumn histograms = new HistogramColumn();
    /// Row in [#histograms] or -1; null while all samples are floats.
    private int @Nullable [] rows;

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

    /// Whether any sample is a histogram.
    public boolean hasHistograms() {
        return rows != null;
    }

    /// The row of sample `i` in [#histograms()], or a negative number when it is a float.
    public int histogramRow(int i) {
        return rows == null ? -1 : rows[i];
    }

    public HistogramColumn histograms() {
        return histograms;
    }

    public boolean hasStartTimes() {
        return startTimes != null;
    }

    /// Start of what sample `i` counts, in epoch milliseconds; 0 when it is unknown.
    public long startTime(int i) {
        return startTimes == null ? 0 : startTimes[i];
    }

    public void clear() {
        size = 0;
        startTimes = null;
        rows = null;
        histograms.clear();
    }

    public void addFloat(long time, double value) {
        ensureRoom(1);
        times[size] = time;
        values[size] = value;
        if (rows != null) {
            rows[size] = -1;
        }
        size++;
    }

    /// Appends a sample whose histogram was added to [#histograms()] as `row`.
    public void addHistogram(long time, int row) {
        ensureRoom(1);
        if (rows == null) {
            rows = new int[times.length];
            Arrays.fill(rows, 0, size, -1);
        }
        times[size] = time;
        values[size] = 0;
        rows[size] = row;
        size++;
    }

    /// Appends samples `from` to `to`, exclusive, of another series.
    public void addAll(Samples other, int from, int to) {
        int count = to - from;
        if (other.rows != null) {
            for (int i = from; i < to; i++) {
                add(other, i);
            }
            return;
        }
        ensureRoom(count);
        System.arraycopy(other.times, from, times, size, count);
        System.arraycopy(other.values, from, values, size, count);
        int at = size;
        grow(count);
        if (other.startTimes != null) {
            for (int i = 0; i < count; i++) {
                setStartTime(at + i, other.startTimes[from + i]);
            }
        }
    }

    /// Appends sample `i` of another series.
    public void add(Samples other, int i) {
        int row = other.histogramRow(i);
        if (row < 0) {
            addFloat(other.times[i], other.values[i]);
        } else {
            addHistogram(other.times[i], histograms.add(other.histograms, row));
        }
        setStartTime(other.startTime(i));
    }

    /// Exchanges all contents with `other`, whose arrays are lent from then on by this.
    public void swap(Samples other) {
        int otherSize = other.size;
        long[] otherTimes = other.times;
        double[] otherValues = other.values;
        long[] otherStartTimes = other.startTimes;
        HistogramColumn otherHistograms = other.histograms;
        int[] otherRows = other.rows;
        other.size = size;
        other.times = times;
        other.values = values;
        other.startTimes = startTimes;
        other.histograms = histograms;
        other.rows = rows;
        size = otherSize;
        times = otherTimes;
        values = otherValues;
        startTimes = otherStartTimes;
        histograms = otherHistograms;
        rows = otherRows;
    }

    /// Overwrites sample `to` with sample `from`.
    public void move(int from, int to) {
        times[to] = times[from];
        values[to] = values[from];
        if (rows != null) {
            rows[to] = rows[from];
        }
        if (startTimes != null) {
            startTimes[to] = startTimes[from];
        }
    }

    /// Sets the start time of the newest sample.
    public void setStartTime(long startTime) {
        setStartTime(size - 1, startTime);
    }

    private void setStartTime(int i, long startTime) {
        if (startTimes == null) {
            if (startTime == 0) {
                return;
            }
            startTimes = new long[times.length];
        }
        startTimes[i] = startTime;
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
        if (startTimes != null) {
            startTimes = Arrays.copyOf(startTimes, capacity);
        }
        if (rows != null) {
            rows = Arrays.copyOf(rows, capacity);
        }
    }

    /// Takes in `count` floats that were written straight into the columns behind [#size()].
    public void grow(int count) {
        if (rows != null) {
            Arrays.fill(rows, size, size + count, -1);
        }
        if (startTimes != null) {
            Arrays.fill(startTimes, size, size + count, 0);
        }
        size += count;
    }

    /// Drops all samples from index `newSize` on. Their histogram rows stay in the column, unused.
    public void truncate(int newSize) {
        size = newSize;
    }

    /// Of the samples from index `from` on, drops those at the front that are before `range` and those at the end that are after it.
    public void trim(int from, TimeRange range) {
        int end = size;
        while (end > from && times[end - 1] > range.max()) {
            end--;
        }
        truncate(end);
        int start = from;
        while (start < end && times[start] < range.min()) {
            start++;
        }
        removeRange(from, start);
    }

    /// Drops the samples from index `from` to `to`, exclusive.
    public void removeRange(int from, int to) {
        int rest = size - to;
        if (to <= from) {
            return;
        }
        System.arraycopy(times, to, times, from, rest);
        System.arraycopy(values, to, values, from, rest);
        if (startTimes != null) {
            System.arraycopy(startTimes, to, startTimes, from, rest);
        }
        if (rows != null) {
            System.arraycopy(rows, to, rows, from, rest);
        }
        size = from + rest;
    }

    /// Drops the first `count` samples.
    public void dropFirst(int count) {
        removeRange(0, count);
    }
}
