package io.hypnos.series.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.series.testing.Seeded;

@Seeded
class HistogramChunkPropertyTest {

    @Test
    void writerAndReaderAreInverseApartFromEmptyBucketsAndHints(Random random) {
        for (int round = 0; round < 600; round++) {
            List<Histogram> histograms = new ArrayList<>();
            long[] times = RandomSamples.times(random, 1 + random.nextInt(200));
            boolean floats = random.nextBoolean();
            IntegerHistogram current = RandomHistograms.integer(random);
            var writer = new ChunkWriter();
            for (long time : times) {
                Histogram histogram = floats ? fractions(random, current) : current;
                histograms.add(histogram);
                writer.append(time, histogram);
                current = RandomHistograms.next(random, current);
            }
            List<Chunk> chunks = writer.finish();
            var samples = new StoredSamples();
            var columns = new Samples();
            for (Chunk chunk : chunks) {
                assertThat(chunk.sampleCount()).isBetween(1, ChunkWriter.SAMPLES_PER_CHUNK);
                assertThat(chunk.minTime()).isEqualTo(times[samples.size()]);
                ChunkDecoder.decode(chunk, samples);
                ChunkDecoder.decode(chunk, columns);
                assertThat(chunk.maxTime()).isEqualTo(times[samples.size() - 1]);
            }
            assertThat(samples.size()).isEqualTo(times.length);
            for (int i = 0; i < times.length; i++) {
                assertThat(samples.time(i)).isEqualTo(times[i]);
                assertSameButForEmptyBuckets(samples.histogram(i), histograms.get(i));
                assertRow(columns, i, samples.histogram(i).toFloat());
            }
        }
    }

    @Test
    void noCounterChunkHoldsAReset(Random random) {
        for (int round = 0; round < 300; round++) {
            IntegerHistogram current = RandomHistograms.integer(random);
            var writer = new ChunkWriter();
            for (int i = 0; i < 150; i++) {
                writer.append(i * 1000L, current);
                current = RandomHistograms.next(random, current);
            }
            for (Chunk chunk : writer.finish()) {
                var samples = new StoredSamples();
                ChunkDecoder.decode(chunk, samples);
                for (int i = 1; i < samples.size(); i++) {
                    var before = (IntegerHistogram) samples.histogram(i - 1);
                    var after = (IntegerHistogram) samples.histogram(i);
                    if (after.isStale() || HistogramHeader.read(chunk).reset() == CounterResetHeader.GAUGE) {
                        continue;
                    }
                    for (int b = 0; b < after.buckets().length; b++) {
                        assertThat(after.buckets()[b]).isGreaterThanOrEqualTo(before.buckets()[b]);
                    }
                }
            }
        }
    }

    @Test
    void goesOnWhereAChunkEnded(Random random) {
        for (int round = 0; round < 500; round++) {
            IntegerHistogram current = RandomHistograms.integer(random);
            var integers = IntegerHistogramAppender.open(0, current, CounterResetHeader.UNKNOWN);
            var floats = FloatHistogramAppender.open(0, current.toFloat(), CounterResetHeader.UNKNOWN);
            for (int i = 1; i < 40; i++) {
                current = RandomHistograms.next(random, current);
                var reopened = IntegerHistogramAppender.reopen(integers.toChunk());
                assertThat(reopened.toByteArray()).isEqualTo(integers.toByteArray());
                HistogramAppend expected = integers.append(i * 1000L, current);
                assertThat(reopened.append(i * 1000L, current)).isEqualTo(expected);
                assertSameSamples(reopened.toChunk(), integers.toChunk());
                var reopenedFloats = FloatHistogramAppender.reopen(floats.toChunk());
                assertThat(reopenedFloats.append(i * 1000L, current.toFloat()))
                        .isEqualTo(floats.append(i * 1000L, current.toFloat()));
                assertSameSamples(reopenedFloats.toChunk(), floats.toChunk());
                if (!expected.isAppended()) {
                    integers = IntegerHistogramAppender.open(i * 1000L, current, expected.header());
                    floats = FloatHistogramAppender.open(i * 1000L, current.toFloat(), expected.header());
                }
            }
        }
    }

    private static void assertSameSamples(Chunk a, Chunk b) {
        var left = new StoredSamples();
        var right = new StoredSamples();
        ChunkDecoder.decode(a, left);
        ChunkDecoder.decode(b, right);
        assertThat(left.size()).isEqualTo(right.size());
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.histogram(i)).isEqualTo(right.histogram(i));
        }
    }

    @Test
    void randomBytesNeverDoMoreThanBeRefused(Random random) {
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            var encoding = ChunkEncoding.values()[random.nextInt(ChunkEncoding.values().length)];
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 0;
            }
            refused += decodeOrRefuse(encoding, bytes);
        }
        assertThat(refused).isBetween(1000, 19_999);
    }

    @Test
    void flippedBitsNeverDoMoreThanBeRefused(Random random) {
        for (int round = 0; round < 3000; round++) {
            IntegerHistogram current = RandomHistograms.integer(random);
            var writer = new ChunkWriter();
            boolean floats = random.nextBoolean();
            for (int i = 0; i < 20; i++) {
                writer.append(i * 1000L, floats ? current.toFloat() : current);
                current = RandomHistograms.next(random, current);
            }
            for (Chunk chunk : writer.finish()) {
                byte[] bytes = chunk.toByteArray();
                for (int i = 0; i < 5; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    decodeOrRefuse(chunk.encoding(), bytes);
                    decodeOrRefuse(floats ? ChunkEncoding.FLOAT_HISTOGRAM_ST : ChunkEncoding.HISTOGRAM_ST, bytes);
                }
            }
        }
    }

    private static int decodeOrRefuse(ChunkEncoding encoding, byte[] bytes) {
        var columns = new Samples();
        var stored = new StoredSamples();
        try {
            if (encoding == ChunkEncoding.AGGREGATE) {
                AggregateChunkCodec.parse(0, 0, bytes, 0, bytes.length);
                return 0;
            }
            Chunk chunk = Chunk.of(0, 0, encoding, bytes);
            ChunkDecoder.decode(chunk, columns);
            ChunkDecoder.decode(chunk, stored);
            assertThat(columns.size()).isEqualTo(stored.size());
            return 0;
        } catch (InvalidChunkException e) {
            assertThat(columns.size()).isZero();
            assertThat(stored.size()).isZero();
            return 1;
        }
    }

    private static FloatHistogram fractions(Random random, IntegerHistogram histogram) {
        FloatHistogram floats = histogram.toFloat();
        if (floats.isStale()) {
            return floats;
        }
        double[] buckets = floats.buckets().clone();
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += random.nextInt(4) / 8.0;
        }
        return new FloatHistogram(floats.hint(), floats.layout(), floats.count(), floats.zeroCount(), floats.sum(),
                buckets);
    }

    private static void assertSameButForEmptyBuckets(Histogram actual, Histogram expected) {
        FloatHistogram a = actual.toFloat();
        FloatHistogram b = expected.toFloat();
        assertThat(actual.getClass()).isEqualTo(expected.getClass());
        assertThat(Double.doubleToRawLongBits(a.sum())).isEqualTo(Double.doubleToRawLongBits(b.sum()));
        if (StaleMarker.is(b.sum())) {
            return;
        }
        assertThat(a.count()).isEqualTo(b.count());
        assertThat(a.zeroCount()).isEqualTo(b.zeroCount());
        assertThat(a.layout().schema()).isEqualTo(b.layout().schema());
        assertThat(a.layout().zeroThreshold()).isEqualTo(b.layout().zeroThreshold());
        assertThat(a.layout().customValues()).isEqualTo(b.layout().customValues());
        assertThat(populated(a)).isEqualTo(populated(b));
    }

    private static List<String> populated(FloatHistogram histogram) {
        List<String> counts = new ArrayList<>();
        HistogramLayout layout = histogram.layout();
        int[] positive = layout.positive().bucketIndices();
        int[] negative = layout.negative().bucketIndices();
        for (int i = 0; i < histogram.buckets().length; i++) {
            if (histogram.buckets()[i] != 0) {
                String index = i < positive.length ? "+" + positive[i] : "-" + negative[i - positive.length];
                counts.add(index + ":" + histogram.buckets()[i]);
            }
        }
        return counts;
    }

    private static void assertRow(Samples columns, int i, FloatHistogram expected) {
        HistogramColumn histograms = columns.histograms();
        int row = columns.histogramRow(i);
        double[] buckets = new double[histograms.layout(row).bucketCount()];
        System.arraycopy(histograms.buckets(), histograms.bucketOffset(row), buckets, 0, buckets.length);
        assertThat(new FloatHistogram(histograms.hint(row), histograms.layout(row), histograms.count(row),
                histograms.zeroCount(row), histograms.sum(row), buckets)).isEqualTo(expected);
    }
}
