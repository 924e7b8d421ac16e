package io.hypnos.tsdb.wal;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.MetricMetadata;

/// Records as the comments of the golden logs have them, made by our encoder. Each is a copy of its own.
public final class GoldenRecords {

    public static final long U = 1_700_007_200_000L;
    private static final HistogramLayout EXPONENTIAL = new HistogramLayout(1, 0x1p-128,
            new Spans(new int[]{0, 1}, new int[]{2, 2}), Spans.NONE, new double[0]);
    private static final HistogramLayout CUSTOM = new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0,
            new Spans(new int[]{0}, new int[]{3}), Spans.NONE, new double[]{.005, .1, 1.0 / 3});
    public static final IntegerHistogram FIRST = new IntegerHistogram(CounterResetHint.UNKNOWN, EXPONENTIAL, 5, 2,
            18.4, new long[]{1, 1, 0, 1});
    public static final IntegerHistogram SECOND = new IntegerHistogram(CounterResetHint.NOT_RESET, EXPONENTIAL, 8, 3,
            20, new long[]{2, 1, 1, 1});
    public static final IntegerHistogram THIRD = new IntegerHistogram(CounterResetHint.UNKNOWN, CUSTOM, 6, 0, 4.25,
            new long[]{1, 2, 3});

    private final RecordEncoder encoder = new RecordEncoder(new RecordBuffer());
    private final List<RecordBuffer> records = new ArrayList<>();

    /// One of every type that is written.
    static List<RecordBuffer> ofEveryType() {
        var golden = new GoldenRecords();
        golden.series(1, Labels.of("__name__", "a", "x", "1"), Labels.of("__name__", "a", "x", "2"),
                Labels.of("__name__", "h", "x", "é"), Labels.of("__name__", "f"), Labels.of("__name__", "n"),
                Labels.of("__name__", "m"));
        golden.metadata(new MetricMetadata(MetricMetadata.Type.COUNTER, "seconds", "how long"), 1, null,
                new MetricMetadata(MetricMetadata.Type.HISTOGRAM, "", "sizes"), 3, "size");
        golden.encoder.begin(WalRecord.SAMPLES);
        golden.encoder.samples(new long[]{1, 1, 1, 2, 2, 2},
                new long[]{U, U + 15_000, U + 30_000, U, U + 15_000, U + 30_000},
                new long[]{bits(1), bits(2.5), 0x7FF8000000000001L, bits(-0.0), bits(StaleMarker.VALUE), bits(7)}, 0,
                6);
        golden.add();
        golden.histograms(WalRecord.INTEGER_HISTOGRAMS, 3, FIRST, SECOND);
        golden.histograms(WalRecord.CUSTOM_INTEGER_HISTOGRAMS, 5, THIRD);
        golden.histograms(WalRecord.FLOAT_HISTOGRAMS, 4, FIRST.toFloat());
        golden.histograms(WalRecord.CUSTOM_FLOAT_HISTOGRAMS, 6, THIRD.toFloat());
        golden.exemplar(1, U + 15_000, 2.5);
        golden.tombstone(2, U, U);
        return golden.records;
    }

    /// Of a log of late samples.
    static List<RecordBuffer> late() {
        var golden = new GoldenRecords();
        golden.marker(2, 0);
        golden.samples(2, U - 50_000, 5, U - 40_000, 6);
        golden.marker(2, 1L << 32 | 62);
        golden.samples(2, U - 55_000, 7);
        return golden.records;
    }

    /// Labels that take a record to a length.
    static RecordBuffer seriesOf(long ref, char letter, int times) {
        var golden = new GoldenRecords();
        golden.series(ref, Labels.of("__name__", "p", "v", ("" + letter).repeat(times)));
        return golden.records.getFirst();
    }

    void series(long firstRef, Labels... labels) {
        encoder.begin(WalRecord.SERIES);
        for (Labels one : labels) {
            encoder.series(firstRef++, one.packed(), one.size());
        }
        add();
    }

    void metadata(MetricMetadata one, long ref, @Nullable String family, MetricMetadata other, long otherRef,
            @Nullable String otherFamily) {
        encoder.begin(WalRecord.METADATA);
        encoder.metadata(ref, one, family);
        encoder.metadata(otherRef, other, otherFamily);
        add();
    }

    /// @param timesAndValues in turn
    void samples(long ref, double... timesAndValues) {
        encoder.begin(WalRecord.SAMPLES);
        for (int i = 0; i < timesAndValues.length; i += 2) {
            encoder.sample(ref, (long) timesAndValues[i], bits(timesAndValues[i + 1]));
        }
        add();
    }

    /// Histograms 15 seconds apart.
    private void histograms(int type, long ref, Histogram... histograms) {
        encoder.begin(type);
        long time = U;
        for (Histogram histogram : histograms) {
            encoder.histogram(ref, time, histogram);
            time += 15_000;
        }
        add();
    }

    void exemplar(long ref, long time, double value) {
        encoder.begin(WalRecord.EXEMPLARS);
        encoder.exemplar(ref, time, value, Labels.of("trace_id", "abc"));
        add();
    }

    void tombstone(long ref, long min, long max) {
        encoder.begin(WalRecord.TOMBSTONES);
        encoder.tombstone(ref, min, max);
        add();
    }

    private void marker(long ref, long chunk) {
        encoder.begin(WalRecord.MARKERS);
        encoder.marker(ref, chunk);
        add();
    }

    private void add() {
        var copy = new RecordBuffer();
        copy.putBytes(encoder.buffer().bytes(), 0, encoder.buffer().length());
        records.add(copy);
    }

    List<RecordBuffer> records() {
        return records;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
