package io.hypnos.tsdb.head;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.wal.PreparedRecords;
import io.hypnos.tsdb.wal.RecordBuffer;
import io.hypnos.tsdb.wal.RecordEncoder;
import io.hypnos.tsdb.wal.WalRecord;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;

/// Collects, in columns, what one batch adds to a log, while the head's locks are held; becomes records after that. Reused.
final class LogStage {

    /// Samples in one record: a record that is damaged takes no more than these with it, and 32 KiB is what a page holds.
    private static final int SAMPLES_PER_RECORD = 2048;

    private final RecordEncoder encoder = new RecordEncoder(new RecordBuffer());

    private int samples;
    private long[] refs = new long[256];
    private long[] times = new long[256];
    private long[] values = new long[256];

    private int histograms;
    private long[] histogramRefs = new long[0];
    private long[] histogramTimes = new long[0];
    private Histogram[] histogramValues = new Histogram[0];

    /// Where stretches of samples and histograms end, in turn; the last stretch ends with the columns.
    private final IntQueue splits = new IntQueue();

    private int exemplars;
    private long[] exemplarRefs = new long[0];
    private Exemplar[] exemplarValues = new Exemplar[0];

    private int metadata;
    private long[] metadataRefs = new long[0];
    private MetricMetadata[] metadataValues = new MetricMetadata[0];
    private @Nullable String[] families = new String[0];

    void clear() {
        samples = 0;
        Arrays.fill(histogramValues, 0, histograms, null);
        Arrays.fill(exemplarValues, 0, exemplars, null);
        histograms = 0;
        exemplars = 0;
        metadata = 0;
        splits.clear();
    }

    /// The place of a kind of samples in the order in which [#writeTo] writes them: a series must not get a sample of an earlier kind after one of
    /// a later kind without a [#split()] between them, or they would be read back in the wrong order.
    static int kind(@Nullable Histogram histogram) {
        if (histogram == null) {
            return 0;
        }
        return (histogram instanceof IntegerHistogram ? 1 : 3) + (histogram.layout().usesCustomBuckets() ? 1 : 0);
    }

    /// Sees to it that everything added so far is written before everything added from now on.
    void split() {
        splits.add(samples);
        splits.add(histograms);
    }

    int sampleCount() {
        return samples + histograms;
    }

    int histogramCount() {
        return histograms;
    }

    void add(long ref, long time, long value) {
        if (samples == refs.length) {
            refs = Arrays.copyOf(refs, samples * 2);
            times = Arrays.copyOf(times, samples * 2);
            values = Arrays.copyOf(values, samples * 2);
        }
        refs[samples] = ref;
        times[samples] = time;
        values[samples++] = value;
    }

    void add(long ref, long time, Histogram histogram) {
        if (histograms == histogramRefs.length) {
            int capacity = Math.max(16, histograms * 2);
            histogramRefs = Arrays.copyOf(histogramRefs, capacity);
            histogramTimes = Arrays.copyOf(histogramTimes, capacity);
            histogramValues = Arrays.copyOf(histogramValues, capacity);
        }
        histogramRefs[histograms] = ref;
        histogramTimes[histograms] = time;
        histogramValues[histograms++] = histogram;
    }

    void add(long ref, Exemplar exemplar) {
        if (exemplars == exemplarRefs.length) {
            int capacity = Math.max(16, exemplars * 2);
            exemplarRefs = Arrays.copyOf(exemplarRefs, capacity);
            exemplarValues = Arrays.copyOf(exemplarValues, capacity);
        }
        exemplarRefs[exemplars] = ref;
        exemplarValues[exemplars++] = exemplar;
    }

    void add(long ref, MetricMetadata described, @Nullable String family) {
        if (metadata == metadataRefs.length) {
            int capacity = Math.max(16, metadata * 2);
            metadataRefs = Arrays.copyOf(metadataRefs, capacity);
            metadataValues = Arrays.copyOf(metadataValues, capacity);
            families = Arrays.copyOf(families, capacity);
        }
        metadataRefs[metadata] = ref;
        metadataValues[metadata] = described;
        families[metadata++] = family;
    }

    /// Writes everything, in the order in which Prometheus does.
    void writeTo(PreparedRecords records) {
        writeMetadata(records);
        int fromSample = 0;
        int fromHistogram = 0;
        for (int i = 0; i <= splits.size(); i += 2) {
            boolean last = i == splits.size();
            int toSample = last ? samples : splits.get(i);
            int toHistogram = last ? histograms : splits.get(i + 1);
            writeSamples(records, fromSample, toSample);
            writeHistograms(records, fromHistogram, toHistogram);
            fromSample = toSample;
            fromHistogram = toHistogram;
        }
        if (exemplars > 0) {
            encoder.begin(WalRecord.EXEMPLARS);
            for (int i = 0; i < exemplars; i++) {
                Exemplar exemplar = exemplarValues[i];
                encoder.exemplar(exemplarRefs[i], exemplar.time(), exemplar.value(), exemplar.labels());
            }
            records.add(encoder.buffer());
        }
    }

    private void writeSamples(PreparedRecords records, int from, int to) {
        for (int start = from; start < to; start += SAMPLES_PER_RECORD) {
            encoder.begin(WalRecord.SAMPLES);
            encoder.samples(refs, times, values, start, Math.min(to, start + SAMPLES_PER_RECORD));
            records.add(encoder.buffer());
        }
    }

    private void writeHistograms(PreparedRecords records, int from, int to) {
        if (from < to) {
            writeHistograms(records, WalRecord.INTEGER_HISTOGRAMS, 1, from, to);
            writeHistograms(records, WalRecord.CUSTOM_INTEGER_HISTOGRAMS, 2, from, to);
            writeHistograms(records, WalRecord.FLOAT_HISTOGRAMS, 3, from, to);
            writeHistograms(records, WalRecord.CUSTOM_FLOAT_HISTOGRAMS, 4, from, to);
        }
    }

    private void writeMetadata(PreparedRecords records) {
        if (metadata > 0) {
            encoder.begin(WalRecord.METADATA);
            for (int i = 0; i < metadata; i++) {
                encoder.metadata(metadataRefs[i], metadataValues[i], families[i]);
            }
            records.add(encoder.buffer());
        }
    }

    private void writeHistograms(PreparedRecords records, int type, int kind, int from, int to) {
        encoder.begin(type);
        for (int i = from; i < to; i++) {
            Histogram histogram = histogramValues[i];
            if (kind(histogram) == kind) {
                encoder.histogram(histogramRefs[i], histogramTimes[i], histogram);
                if (encoder.buffer().length() >= PreparedRecords.RECORD_TARGET) {
                    records.add(encoder.buffer());
                    encoder.begin(type);
                }
            }
        }
        if (!encoder.isEmpty()) {
            records.add(encoder.buffer());
        }
    }

    /// Writes the records of new series.
    void writeSeries(long[] newRefs, Labels[] labels, int count, PreparedRecords records) {
        encoder.begin(WalRecord.SERIES);
        for (int i = 0; i < count; i++) {
            encoder.series(newRefs[i], labels[i].packed(), labels[i].size());
            if (encoder.buffer().length() >= PreparedRecords.RECORD_TARGET) {
                records.add(encoder.buffer());
                encoder.begin(WalRecord.SERIES);
            }
        }
        if (!encoder.isEmpty()) {
            records.add(encoder.buffer());
        }
    }
}
