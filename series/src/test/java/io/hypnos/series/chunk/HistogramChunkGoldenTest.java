package io.hypnos.series.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// Bytes of histogram chunks as Prometheus writes them.
class HistogramChunkGoldenTest {

    private static final long T = 1_700_000_000_000L;
    private static final double[] NO_BOUNDS = {};
    private static final HistogramLayout LAYOUT = new HistogramLayout(1, 0x1p-128,
            new Spans(new int[]{0, 1}, new int[]{2, 2}), Spans.NONE, NO_BOUNDS);
    private static final IntegerHistogram[] THREE = {integers(LAYOUT, 5, 2, 18.4, 1, 1, 0, 1),
        integers(LAYOUT, 8, 3, 20, 2, 1, 1, 1), integers(LAYOUT, 14, 5, 33.5, 3, 3, 2, 1)};

    private static final String INTEGERS = "000400748ca4945fc0003179fcad0015920193333333333334578fc1d4c4e3b72cccccccc"
            + "cccce378dd38e927a6958317bfd86000000000010";
    private static final String FLOATS = "000300748ca4945fc0003179fcad000802800000000000080000000000000008064ccccccccc"
            + "ccc7fe00000000000007fe000000000000000000000000000007fe0000000000001f07531a84dd80f6e5999999999999e12fffb11"
            + "5ff91eb0fe927a7b01e133fff097ffc";
    private static final String INTEGERS_ST = "000380748ca4945fc0003179fcad0015920193333333333334578e05483fc1d4c4e3b7"
            + "2cccccccccccce378dd38e927a6958";
    private static final String FLOATS_ST = "000301748ca4945fc0003179fcad000802800000000000080000000000000008064cccccc"
            + "cccccc7fe00000000000007fe000000000000000000000000000007fe0000000000001f07531a84dd80f6e5999999999999e12fff"
            + "b115ff88f587f493d3d80f099fff84bffef83a98";

    @Test
    void writesIntegerHistograms() {
        var appender = IntegerHistogramAppender.open(T, THREE[0], CounterResetHeader.UNKNOWN);
        assertThat(appender.append(T + 15_000, THREE[1])).isEqualTo(HistogramAppend.APPENDED);
        assertThat(appender.append(T + 30_000, THREE[2])).isEqualTo(HistogramAppend.APPENDED);
        assertThat(appender.append(T + 45_000, IntegerHistogram.STALE)).isEqualTo(HistogramAppend.APPENDED);
        assertThat(hex(appender.toByteArray())).isEqualTo(INTEGERS);
    }

    @Test
    void readsIntegerHistograms() {
        StoredSamples samples = stored(ChunkEncoding.HISTOGRAM, INTEGERS);
        assertThat(samples.size()).isEqualTo(4);
        assertThat(samples.histogram(0)).isEqualTo(THREE[0]);
        assertThat(samples.histogram(1)).isEqualTo(THREE[1].withHint(CounterResetHint.NOT_RESET));
        assertThat(samples.histogram(2)).isEqualTo(THREE[2].withHint(CounterResetHint.NOT_RESET));
        assertThat(samples.histogram(3)).isEqualTo(IntegerHistogram.STALE);
        assertThat(samples.time(3)).isEqualTo(T + 45_000);
        Samples columns = columns(ChunkEncoding.HISTOGRAM, INTEGERS);
        int row = columns.histogramRow(2);
        int at = columns.histograms().bucketOffset(row);
        assertThat(columns.histograms().count(row)).isEqualTo(14);
        assertThat(columns.histograms().zeroCount(row)).isEqualTo(5);
        assertThat(columns.histograms().buckets()).containsSequence(2, 1, 1, 1, 3, 3, 2, 1);
        assertThat(columns.histograms().buckets()[at]).isEqualTo(3);
        assertThat(columns.histograms().layout(row)).isSameAs(columns.histograms().layout(columns.histogramRow(0)));
        assertThat(StaleMarker.is(columns.histograms().sum(columns.histogramRow(3)))).isTrue();
        assertThat(columns.histograms().layout(columns.histogramRow(3)).bucketCount()).isZero();
    }

    @Test
    void writesFloatHistograms() {
        var appender = FloatHistogramAppender.open(T, THREE[0].toFloat(), CounterResetHeader.UNKNOWN);
        appender.append(T + 15_000, THREE[1].toFloat());
        appender.append(T + 30_000, THREE[2].toFloat());
        assertThat(hex(appender.toByteArray())).isEqualTo(FLOATS);
    }

    @Test
    void readsFloatHistograms() {
        StoredSamples samples = stored(ChunkEncoding.FLOAT_HISTOGRAM, FLOATS);
        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.histogram(0)).isEqualTo(THREE[0].toFloat());
        assertThat(samples.histogram(2)).isEqualTo(THREE[2].toFloat().withHint(CounterResetHint.NOT_RESET));
    }

    @Test
    void writesGauges() {
        var appender = IntegerHistogramAppender.open(T, THREE[0].withHint(CounterResetHint.GAUGE));
        assertThat(hex(appender.toByteArray())).isEqualTo("0001c0748ca4945fc0003179fcad00159201933333333333345788");
        assertThat(hex(IntegerHistogramAppender.open(T, THREE[0], CounterResetHeader.RESET).toByteArray()))
                .startsWith("000180");
    }

    @Test
    void writesEveryFormOfTheZeroThreshold() {
        assertThat(hex(IntegerHistogramAppender.open(T, withThreshold(0), CounterResetHeader.UNKNOWN).toByteArray()))
                .isEqualTo("000100008ca4945fc0003179fcad00132019333333333333457880");
        assertThat(hex(
                IntegerHistogramAppender.open(T, withThreshold(0.001), CounterResetHeader.UNKNOWN).toByteArray()))
                .startsWith("000100ff3f50624dd2f1a9fc8ca4");
        assertThat(hex(IntegerHistogramAppender.open(T, withThreshold(1), CounterResetHeader.UNKNOWN).toByteArray()))
                .startsWith("000100f48ca4");
    }

    private static IntegerHistogram withThreshold(double threshold) {
        var layout = new HistogramLayout(1, threshold, LAYOUT.positive(), LAYOUT.negative(), NO_BOUNDS);
        return integers(layout, 3, 0, 18.4, 1, 1, 0, 1);
    }

    @Test
    void writesAndReadsCustomBuckets() {
        var layout = new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0, new Spans(new int[]{0}, new int[]{3}),
                Spans.NONE, new double[]{.005, .1, 1.0 / 3});
        IntegerHistogram histogram = integers(layout, 6, 0, 4.25, 1, 2, 3);
        byte[] bytes = IntegerHistogramAppender.open(T, histogram, CounterResetHeader.UNKNOWN).toByteArray();
        assertThat(hex(bytes)).isEqualTo(
                "00010000ee5c664edc651feaaaaaaaaaaaaaff0000c5e7f2b40058802200000000000118c4");
        assertThat(stored(ChunkEncoding.HISTOGRAM, hex(bytes)).histogram(0)).isEqualTo(histogram);
    }

    @Test
    void readsStartTimesOfIntegerHistograms() {
        Samples samples = columns(ChunkEncoding.HISTOGRAM_ST, INTEGERS_ST);
        assertThat(samples.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(samples.startTime(i)).isEqualTo(samples.startTime(0)).isPositive().isLessThan(T);
            assertThat(samples.histograms().count(samples.histogramRow(i))).isEqualTo(THREE[i].count());
            assertThat(samples.histograms().sum(samples.histogramRow(i))).isEqualTo(THREE[i].sum());
        }
        assertThat(stored(ChunkEncoding.HISTOGRAM_ST, INTEGERS_ST).histogram(0)).isEqualTo(THREE[0]);
    }

    @Test
    void readsStartTimesOfFloatHistograms() {
        Samples samples = columns(ChunkEncoding.FLOAT_HISTOGRAM_ST, FLOATS_ST);
        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.startTime(0)).isZero();
        assertThat(samples.startTime(1)).isEqualTo(samples.time(0));
        assertThat(samples.startTime(2)).isNotZero();
        assertThat(stored(ChunkEncoding.FLOAT_HISTOGRAM_ST, FLOATS_ST).histogram(2))
                .isEqualTo(THREE[2].toFloat().withHint(CounterResetHint.NOT_RESET));
    }

    @Test
    void readsXor2() {
        Samples samples = columns(ChunkEncoding.XOR2,
                "00060080a0abfef9623ff000000000000098755097fff0007341efff7c0010");
        assertThat(samples.size()).isEqualTo(6);
        long[] times = {T, T + 15_000, T + 30_000, T + 45_001, T + 60_000, T + 75_000};
        double[] values = {1, 1, 2, 2.5, StaleMarker.VALUE, 2.5};
        for (int i = 0; i < 6; i++) {
            assertThat(samples.time(i)).isEqualTo(times[i]);
            assertThat(Double.doubleToRawLongBits(samples.value(i))).isEqualTo(Double.doubleToRawLongBits(values[i]));
        }
        assertThat(samples.hasStartTimes()).isFalse();
    }

    @Test
    void readsXor2WithStartTimes() {
        Samples samples = columns(ChunkEncoding.XOR2,
                "00058380a0abfef9623ff0000000000000c0a9079875c12fffd603a1320051ffbe0ea600");
        assertThat(samples.size()).isEqualTo(5);
        long[] starts = {T - 60_000, T - 60_000, T - 60_000, T + 30_000, T + 30_000};
        double[] values = {1, 2, 3, 0, 1};
        for (int i = 0; i < 5; i++) {
            assertThat(samples.time(i)).isEqualTo(T + i * 15_000L);
            assertThat(samples.value(i)).isEqualTo(values[i]);
            assertThat(samples.startTime(i)).isEqualTo(starts[i]);
        }
        samples = columns(ChunkEncoding.XOR2, "00040180a0abfef9623ff00000000000009875c12fffab01aac2c0");
        for (int i = 0; i < 4; i++) {
            assertThat(samples.value(i)).isEqualTo(i + 1.0);
            assertThat(samples.startTime(i)).isEqualTo(i == 0 ? 0 : samples.time(i - 1));
        }
    }

    private static IntegerHistogram integers(HistogramLayout layout, long count, long zeroCount, double sum,
            long... buckets) {
        return new IntegerHistogram(CounterResetHint.UNKNOWN, layout, count, zeroCount, sum, buckets);
    }

    private static StoredSamples stored(ChunkEncoding encoding, String hex) {
        var samples = new StoredSamples();
        ChunkDecoder.decode(Chunk.of(0, 0, encoding, HexFormat.of().parseHex(hex)), samples);
        return samples;
    }

    private static Samples columns(ChunkEncoding encoding, String hex) {
        var samples = new Samples();
        ChunkDecoder.decode(Chunk.of(0, 0, encoding, HexFormat.of().parseHex(hex)), samples);
        return samples;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
