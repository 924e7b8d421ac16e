package io.hypnos.promql.exec.window;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.HistogramColumn;

/// The points of one series without stale markers, floats and native histograms apart, each in ascending time. Reused; arrays are lent.
public final class RangePoints {

    private static final long[] NO_TIMES = new long[0];
    private static final HistogramColumn NO_HISTOGRAMS = new HistogramColumn();

    int floatCount;
    long[] floatTimes = NO_TIMES;
    double[] floats = new double[0];
    /// Epoch milliseconds from which each float counts, 0 where that is unknown; null when none is known.
    long @Nullable [] floatStarts;

    int histogramCount;
    long[] histogramTimes = NO_TIMES;
    /// Row of each histogram in the column.
    int[] histogramRows = new int[0];
    long @Nullable [] histogramStarts;
    HistogramColumn histograms = NO_HISTOGRAMS;

    private long[] ownFloatTimes = NO_TIMES;
    private double[] ownFloats = new double[0];
    private long[] ownFloatStarts = NO_TIMES;
    private long[] ownHistogramTimes = NO_TIMES;
    private int[] ownHistogramRows = new int[0];
    private long[] ownHistogramStarts = NO_TIMES;

    /// Takes in the samples of a series. They are lent until the next load; stale markers may be squeezed out of them in place.
    public void load(Samples samples) {
        histogramCount = 0;
        floatStarts = null;
        histogramStarts = null;
        if (samples.hasHistograms() || samples.hasStartTimes()) {
            split(samples);
            return;
        }
        floatTimes = samples.times();
        floats = samples.values();
        floatCount = withoutStale(floatTimes, floats, samples.size());
    }

    private static int withoutStale(long[] times, double[] values, int size) {
        int kept = 0;
        while (kept < size && !StaleMarker.is(values[kept])) {
            kept++;
        }
        for (int i = kept + 1; i < size; i++) {
            if (!StaleMarker.is(values[i])) {
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        return kept;
    }

    private void split(Samples samples) {
        reserve(samples.size());
        floatCount = 0;
        floatTimes = ownFloatTimes;
        floats = ownFloats;
        histogramTimes = ownHistogramTimes;
        histogramRows = ownHistogramRows;
        histograms = samples.histograms();
        if (samples.hasStartTimes()) {
            floatStarts = ownFloatStarts;
            histogramStarts = ownHistogramStarts;
        }
        for (int i = 0; i < samples.size(); i++) {
            if (isStale(samples, i)) {
                continue;
            }
            int row = samples.histogramRow(i);
            if (row < 0) {
                ownFloatTimes[floatCount] = samples.time(i);
                ownFloatStarts[floatCount] = samples.startTime(i);
                ownFloats[floatCount++] = samples.value(i);
            } else {
                ownHistogramTimes[histogramCount] = samples.time(i);
                ownHistogramStarts[histogramCount] = samples.startTime(i);
                ownHistogramRows[histogramCount++] = row;
            }
        }
    }

    private static boolean isStale(Samples samples, int i) {
        int row = samples.histogramRow(i);
        return StaleMarker.is(row < 0 ? samples.value(i) : samples.histograms().sum(row));
    }

    private void reserve(int size) {
        if (ownFloats.length < size) {
            int capacity = Math.max(size, ownFloats.length * 2);
            ownFloatTimes = Arrays.copyOf(NO_TIMES, capacity);
            ownFloats = new double[capacity];
            ownFloatStarts = new long[capacity];
            ownHistogramTimes = new long[capacity];
            ownHistogramRows = new int[capacity];
            ownHistogramStarts = new long[capacity];
        }
    }

    boolean isEmpty() {
        return floatCount == 0 && histogramCount == 0;
    }
}
