package io.hypnos.tsdb.write;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;

/// The samples of one request, in columns. Reused from request to request: [#reset] keeps the arrays.
///
/// A series is named by its *key*: the bytes of its labels just as the sender wrote them, a slice of one body that is lent for as long as the
/// batch is in use. Equal keys of one key space mean equal labels, so a series that was met before is found without decoding its labels;
/// different keys may well mean the same series. Series `i` owns the samples from [#sampleStart(int)] to `sampleStart(i + 1)`, and the
/// histograms and exemplars likewise. What is added always belongs to the series added last.
///
/// Nothing need be sorted or unique: samples of a series may come in any order, and a series may come twice.
public final class WriteBatch {

    private byte[] body = new byte[0];
    private int keySpace;

    private int seriesCount;
    private int[] keyOffsets = new int[64];
    private int[] keyLengths = new int[64];
    private int[] sampleStarts = new int[65];
    private int[] histogramStarts = new int[65];
    private int[] exemplarStarts = new int[65];

    private int sampleCount;
    private long[] times = new long[64];
    private double[] values = new double[64];

    private int histogramCount;
    private long[] histogramTimes = new long[0];
    private Histogram[] histograms = new Histogram[0];

    private int exemplarCount;
    private Exemplar[] exemplars = new Exemplar[0];

    private @Nullable MetricMetadata[] seriesMetadata = new MetricMetadata[0];
    private int metricCount;
    private String[] metricNames = new String[0];
    private MetricMetadata[] metricMetadata = new MetricMetadata[0];

    /// Empties the batch; the keys of what is added next are slices of `body`.
    ///
    /// @param keySpace what makes keys comparable: one number per way of writing labels and per version of the rules that the
    ///                 [LabelKeyDecoder] applies. 0 is taken by [io.hypnos.tsdb.Appender].
    public WriteBatch reset(byte[] body, int keySpace) {
        this.body = body;
        this.keySpace = keySpace;
        Arrays.fill(histograms, 0, histogramCount, null);
        Arrays.fill(exemplars, 0, exemplarCount, null);
        Arrays.fill(seriesMetadata, 0, Math.min(seriesCount, seriesMetadata.length), null);
        seriesCount = 0;
        sampleCount = 0;
        histogramCount = 0;
        exemplarCount = 0;
        metricCount = 0;
        return this;
    }

    /// Replaces the body by a longer one that begins with the same bytes.
    public void rebase(byte[] longer) {
        body = longer;
    }

    /// Adds a series and returns its number.
    public int addSeries(int keyOffset, int keyLength) {
        if (keyOffset < 0 || keyLength < 0 || keyOffset > body.length - keyLength) {
            throw new IndexOutOfBoundsException(
                    "key [" + keyOffset + ", +" + keyLength + ") of " + body.length + " bytes");
        }
        int series = seriesCount;
        if (series == keyOffsets.length) {
            int capacity = series * 2;
            keyOffsets = Arrays.copyOf(keyOffsets, capacity);
            keyLengths = Arrays.copyOf(keyLengths, capacity);
            sampleStarts = Arrays.copyOf(sampleStarts, capacity + 1);
            histogramStarts = Arrays.copyOf(histogramStarts, capacity + 1);
            exemplarStarts = Arrays.copyOf(exemplarStarts, capacity + 1);
        }
        keyOffsets[series] = keyOffset;
        keyLengths[series] = keyLength;
        sampleStarts[series] = sampleCount;
        histogramStarts[series] = histogramCount;
        exemplarStarts[series] = exemplarCount;
        seriesCount++;
        sampleStarts[seriesCount] = sampleCount;
        histogramStarts[seriesCount] = histogramCount;
        exemplarStarts[seriesCount] = exemplarCount;
        return series;
    }

    /// @param t epoch milliseconds
    public void addSample(long t, double value) {
        if (sampleCount == times.length) {
            times = Arrays.copyOf(times, sampleCount * 2);
            values = Arrays.copyOf(values, sampleCount * 2);
        }
        times[sampleCount] = t;
        values[sampleCount] = value;
        sampleStarts[seriesCount] = ++sampleCount;
    }

    /// @param t epoch milliseconds
    public void addHistogram(long t, Histogram histogram) {
        if (histogramCount == histograms.length) {
            int capacity = Math.max(16, histogramCount * 2);
            histogramTimes = Arrays.copyOf(histogramTimes, capacity);
            histograms = Arrays.copyOf(histograms, capacity);
        }
        histogramTimes[histogramCount] = t;
        histograms[histogramCount] = histogram;
        histogramStarts[seriesCount] = ++histogramCount;
    }

    public void addExemplar(Exemplar exemplar) {
        if (exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, Math.max(16, exemplarCount * 2));
        }
        exemplars[exemplarCount] = exemplar;
        exemplarStarts[seriesCount] = ++exemplarCount;
    }

    /// Describes the metric of the series added last, as remote write 2.0 does.
    public void setMetadata(MetricMetadata metadata) {
        if (seriesMetadata.length < seriesCount) {
            seriesMetadata = Arrays.copyOf(seriesMetadata, Math.max(16, seriesCount * 2));
        }
        seriesMetadata[seriesCount - 1] = metadata;
    }

    /// Describes a metric by its family name, as remote write 1.0 does.
    public void addMetricMetadata(String metric, MetricMetadata metadata) {
        if (metricCount == metricNames.length) {
            int capacity = Math.max(16, metricCount * 2);
            metricNames = Arrays.copyOf(metricNames, capacity);
            metricMetadata = Arrays.copyOf(metricMetadata, capacity);
        }
        metricNames[metricCount] = metric;
        metricMetadata[metricCount++] = metadata;
    }

    public byte[] body() {
        return body;
    }

    public int keySpace() {
        return keySpace;
    }

    public int seriesCount() {
        return seriesCount;
    }

    public int keyOffset(int series) {
        return keyOffsets[series];
    }

    public int keyLength(int series) {
        return keyLengths[series];
    }

    public int sampleCount() {
        return sampleCount;
    }

    /// Index of the first sample of a series; valid up to `series == seriesCount()`.
    public int sampleStart(int series) {
        return series == 0 ? 0 : sampleStarts[series];
    }

    public long time(int sample) {
        return times[sample];
    }

    public double value(int sample) {
        return values[sample];
    }

    public int histogramCount() {
        return histogramCount;
    }

    /// Index of the first histogram of a series; valid up to `series == seriesCount()`.
    public int histogramStart(int series) {
        return series == 0 ? 0 : histogramStarts[series];
    }

    public long histogramTime(int histogram) {
        return histogramTimes[histogram];
    }

    public Histogram histogram(int histogram) {
        return histograms[histogram];
    }

    public int exemplarCount() {
        return exemplarCount;
    }

    /// Index of the first exemplar of a series; valid up to `series == seriesCount()`.
    public int exemplarStart(int series) {
        return series == 0 ? 0 : exemplarStarts[series];
    }

    public Exemplar exemplar(int exemplar) {
        return exemplars[exemplar];
    }

    /// What the sender says about the metric of a series; null when it says nothing.
    public @Nullable MetricMetadata metadata(int series) {
        return series < seriesMetadata.length ? seriesMetadata[series] : null;
    }

    /// Number of metrics described by name.
    public int metricCount() {
        return metricCount;
    }

    public String metricName(int metric) {
        return metricNames[metric];
    }

    public MetricMetadata metricMetadata(int metric) {
        return metricMetadata[metric];
    }

    /// Times of all samples, from index 0 to [#sampleCount()]. Lent.
    public long[] times() {
        return times;
    }

    /// Values of all samples, from index 0 to [#sampleCount()]. Lent.
    public double[] values() {
        return values;
    }
}
