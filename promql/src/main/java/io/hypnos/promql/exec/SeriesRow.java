package io.hypnos.promql.exec;

import java.util.Arrays;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.labels.Labels;

/// One series at all steps: where bit `i` of [#present()] is set there is a sample at step `i`, a float in [#values()] unless
/// [#histogramRow(int)] names a row of [#histograms()].
///
/// Owned by the operator that fills it and reused from series to series; arrays are lent. NaN is a value like any other.
///
/// A function that changes what the values mean loses the metric's name. With delayed name removal the row only remembers that, and the name
/// goes at the end of the query. Without, the name is gone at once; yet the labels without it are built only when somebody asks for them,
/// since an aggregation usually follows that does not.
public final class SeriesRow {

    private final int steps;
    private final double[] values;
    private final long[] present;
    private final boolean delayedNames;
    private Labels labels = Labels.EMPTY;
    private boolean nameLost;
    /// The labels without the lost name, once built.
    private @Nullable Labels visibleLabels;
    private int @Nullable [] histogramRows;
    private @Nullable HistogramColumn histograms;
    private boolean hasHistograms;

    public SeriesRow(int steps, boolean delayedNames) {
        this.steps = steps;
        this.delayedNames = delayedNames;
        this.values = new double[steps];
        this.present = new long[wordCount(steps)];
    }

    /// Bytes that a row of that many steps takes without histograms.
    public static long bytes(int steps) {
        return 112 + 8L * steps + 8L * wordCount(steps);
    }

    /// Bytes that this row takes, and its histograms.
    public long bytes() {
        long withHistograms = histograms == null ? 0 : 4L * steps + histograms.bytes();
        return bytes(steps) + withHistograms;
    }

    public static int wordCount(int steps) {
        return steps + 63 >>> 6;
    }

    /// Begins a series: no samples.
    public void begin(Labels ofSeries) {
        labels = ofSeries;
        nameLost = false;
        visibleLabels = null;
        Arrays.fill(present, 0);
        if (hasHistograms) {
            hasHistograms = false;
            histograms().clear();
        }
    }

    public int steps() {
        return steps;
    }

    /// The labels as operators above see them.
    public Labels labels() {
        if (!hidesName()) {
            return labels;
        }
        if (visibleLabels == null) {
            visibleLabels = MetricNames.without(labels);
        }
        return visibleLabels;
    }

    /// The labels as the series has them; where [#hidesName()], the metric's name is to be overlooked.
    public Labels storedLabels() {
        return labels;
    }

    public boolean hidesName() {
        return nameLost && !delayedNames;
    }

    public void setLabels(Labels others) {
        labels = others;
        visibleLabels = null;
        if (!delayedNames) {
            nameLost = false;
        }
    }

    /// Whether the metric's name no longer says what the values are.
    public boolean nameIsLost() {
        return nameLost;
    }

    /// Sets whether the metric's name has lost its meaning.
    public void loseName(boolean lost) {
        nameLost = lost;
        visibleLabels = null;
    }

    public void loseName() {
        loseName(true);
    }

    /// The labels with which the series leaves the query.
    public Labels finalLabels() {
        return nameLost ? MetricNames.without(labels) : labels;
    }

    public double[] values() {
        return values;
    }

    public long[] present() {
        return present;
    }

    public boolean isPresent(int step) {
        return (present[step >>> 6] & 1L << step) != 0;
    }

    public double value(int step) {
        return values[step];
    }

    public void set(int step, double value) {
        values[step] = value;
        present[step >>> 6] |= 1L << step;
    }

    public void remove(int step) {
        present[step >>> 6] &= ~(1L << step);
    }

    /// Marks every step as present.
    public void fillPresent() {
        Arrays.fill(present, -1L);
        int rest = steps & 63;
        if (rest != 0) {
            present[present.length - 1] = (1L << rest) - 1;
        }
    }

    /// Number of samples.
    public int count() {
        int count = 0;
        for (long word : present) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public boolean isEmpty() {
        for (long word : present) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether any sample is a histogram, or was one before it was removed or replaced.
    public boolean hasHistograms() {
        return hasHistograms;
    }

    /// The row of the sample at `step` in [#histograms()], or a negative number for a float. Meaningless where there is no sample.
    public int histogramRow(int step) {
        return histogramRows == null || !hasHistograms ? -1 : histogramRows[step];
    }

    public boolean isHistogram(int step) {
        return histogramRow(step) >= 0;
    }

    /// The column to which the row's histograms are added.
    public HistogramColumn histograms() {
        if (histograms == null) {
            histograms = new HistogramColumn();
        }
        return histograms;
    }

    /// Makes row `histogramRow` of [#histograms()] the sample at `step`.
    public void setHistogram(int step, int histogramRow) {
        if (histogramRows == null) {
            histogramRows = new int[steps];
        }
        if (!hasHistograms) {
            Arrays.fill(histogramRows, -1);
            hasHistograms = true;
        }
        histogramRows[step] = histogramRow;
        values[step] = 0;
        present[step >>> 6] |= 1L << step;
    }

    /// Makes the sample at `step` a float.
    public void replaceByFloat(int step, double value) {
        values[step] = value;
        if (histogramRows != null && hasHistograms) {
            histogramRows[step] = -1;
        }
    }

    /// Forgets the histograms; their steps are absent unless they have been replaced by floats. Whether there was any sample to forget.
    @CanIgnoreReturnValue
    public boolean dropHistograms() {
        if (!hasHistograms || histogramRows == null) {
            return false;
        }
        boolean dropped = false;
        for (int i = 0; i < steps; i++) {
            if (histogramRows[i] >= 0) {
                dropped |= isPresent(i);
                remove(i);
            }
        }
        hasHistograms = false;
        histograms().clear();
        return dropped;
    }

    /// Takes in the samples of another row at steps that are absent here.
    public void addAll(SeriesRow other) {
        for (int i = 0; i < steps; i++) {
            if (!other.isPresent(i) || isPresent(i)) {
                continue;
            }
            int histogram = other.histogramRow(i);
            if (histogram >= 0) {
                setHistogram(i, Histograms.append(histograms(), other.histograms(), histogram));
            } else {
                set(i, other.values[i]);
                replaceByFloat(i, other.values[i]);
            }
        }
    }

    /// Whether both rows have a sample at some step.
    public boolean overlaps(SeriesRow other) {
        for (int i = 0; i < present.length; i++) {
            if ((present[i] & other.present[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /// A row of its own with the same contents.
    public SeriesRow copy() {
        var copy = new SeriesRow(steps, delayedNames);
        copy.labels = labels;
        copy.nameLost = nameLost;
        System.arraycopy(values, 0, copy.values, 0, steps);
        System.arraycopy(present, 0, copy.present, 0, present.length);
        if (hasHistograms && histogramRows != null) {
            for (int i = 0; i < steps; i++) {
                if (isPresent(i) && histogramRows[i] >= 0) {
                    copy.setHistogram(i, Histograms.append(copy.histograms(), histograms(), histogramRows[i]));
                }
            }
        }
        return copy;
    }
}
