package io.hypnos.compact.downsample;

import static io.hypnos.series.chunk.Aggregate.COUNT;
import static io.hypnos.series.chunk.Aggregate.COUNTER;
import static io.hypnos.series.chunk.Aggregate.MAX;
import static io.hypnos.series.chunk.Aggregate.MIN;
import static io.hypnos.series.chunk.Aggregate.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

class HistogramDownsampleTest {

    private static final long HOUR = Resolution.ONE_HOUR.millis();

    @Test
    void sumsAndCountsHistogramsOfAWindow() {
        List<AggregateChunk> chunks = raw(counter(60_000, 0, 1, 2), counter(120_000, 0, 2, 4),
                counter(360_000, 0, 5, 5));

        AggregateChunk chunk = chunks.getFirst();
        assertThat(chunks).hasSize(1);
        assertThat(DownsampleFixture.floats(chunk, COUNT)).containsExactly("299999:2", "360000:1");
        assertThat(histograms(chunk, SUM)).extracting(FloatHistogram::buckets).containsExactly(new double[]{3, 6},
                new double[]{5, 5});
        assertThat(histograms(chunk, SUM)).extracting(FloatHistogram::hint).containsOnly(CounterResetHint.GAUGE);
        assertThat(histograms(chunk, COUNTER)).extracting(FloatHistogram::buckets).containsExactly(
                new double[]{2, 4}, new double[]{5, 5});
        assertThat(chunk.part(MIN)).isNull();
        assertThat(chunk.part(MAX)).isNull();
        assertThat(chunk.minTime()).isEqualTo(299_999);
        assertThat(chunk.maxTime()).isEqualTo(360_000);
    }

    @Test
    void countsOnOverResets() {
        List<AggregateChunk> chunks = raw(counter(60_000, 0, 10, 10), counter(120_000, 0, 2, 3),
                counter(400_000, 0, 4, 3));

        assertThat(histograms(chunks.getFirst(), COUNTER)).extracting(FloatHistogram::buckets)
                .containsExactly(new double[]{12, 13}, new double[]{14, 13});
    }

    @Test
    void bringsHistogramsToTheLowestResolutionOfABatch() {
        // Schema 1 buckets 1, 2 are schema 0 bucket 1; 3, 4 are bucket 2.
        List<AggregateChunk> chunks = raw(
                new Sample(60_000,
                        integer(1, CounterResetHint.UNKNOWN, Spans.ofIndices(new int[]{1, 2, 3, 4}, 4), 1, 1, 1, 1)),
                new Sample(120_000, integer(0, CounterResetHint.UNKNOWN, Spans.ofIndices(new int[]{1, 2}, 2), 3, 3)),
                new Sample(180_000, integer(0, CounterResetHint.UNKNOWN, Spans.ofIndices(new int[]{1, 2}, 2), 4, 5)));

        FloatHistogram sum = histograms(chunks.getFirst(), SUM).getFirst();
        assertThat(sum.layout().schema()).isZero();
        assertThat(sum.buckets()).containsExactly(9, 10);
        assertThat(histograms(chunks.getFirst(), COUNTER).getLast().buckets()).containsExactly(4, 5);
    }

    @Test
    void keepsGaugesGauges() {
        List<AggregateChunk> chunks = raw(gauge(60_000, 5, 5), gauge(120_000, 1, 2), gauge(400_000, 9, 1));

        assertThat(histograms(chunks.getFirst(), COUNTER)).extracting(FloatHistogram::hint)
                .containsOnly(CounterResetHint.GAUGE);
        assertThat(histograms(chunks.getFirst(), COUNTER)).extracting(FloatHistogram::buckets)
                .containsExactly(new double[]{1, 2}, new double[]{9, 1});
        assertThat(histograms(chunks.getFirst(), SUM)).extracting(FloatHistogram::buckets)
                .containsExactly(new double[]{6, 7}, new double[]{9, 1});
    }

    @Test
    void dividesSeriesThatChangeTheirKind() {
        var writer = new ChunkWriter();
        writer.append(1_000, 7);
        append(writer, counter(2_000, 0, 1, 1));
        append(writer, gauge(3_000, 4, 4));
        writer.append(4_000, 8);

        List<AggregateChunk> chunks = raw(writer.finish());

        assertThat(chunks).hasSize(4);
        assertThat(chunks.get(0).part(MAX)).isNotNull();
        assertThat(histograms(chunks.get(1), COUNTER).getFirst().hint()).isNotEqualTo(CounterResetHint.GAUGE);
        assertThat(histograms(chunks.get(2), COUNTER).getFirst().hint()).isEqualTo(CounterResetHint.GAUGE);
        assertThat(DownsampleFixture.floats(chunks.get(3), COUNT)).containsExactly("4000:1");
    }

    @Test
    void survivesZeroBucketsThatGrow() {
        List<AggregateChunk> chunks = raw(
                new Sample(60_000, withZero(0.001, 1, 1, 1)), new Sample(120_000, withZero(0.001, 2, 2, 2)),
                new Sample(400_000, withZero(0.5, 9, 2, 3)), new Sample(700_000, withZero(0.001, 10, 3, 4)));

        assertThat(chunks).hasSize(1);
        List<FloatHistogram> sums = histograms(chunks.getFirst(), SUM);
        assertThat(sums).hasSize(3).extracting(sum -> sum.layout().zeroThreshold()).containsOnly(0.5);
        assertThat(sums.stream().mapToDouble(FloatHistogram::count).sum()).isEqualTo(3 + 6 + 14 + 17);
    }

    @Test
    void survivesCustomBuckets() {
        var bounds = new double[]{1, 2, 5};
        var others = new double[]{1, 5};
        List<AggregateChunk> chunks = raw(new Sample(60_000, custom(bounds, 1, 2, 3, 4)),
                new Sample(120_000, custom(bounds, 2, 2, 3, 4)), new Sample(400_000, custom(others, 3, 9, 9)),
                counter(500_000, 0, 1, 1));

        assertThat(chunks).hasSize(2);
        List<FloatHistogram> sums = histograms(chunks.getFirst(), SUM);
        assertThat(sums.getFirst().layout().customValues()).containsExactly(1, 5);
        assertThat(sums.getFirst().buckets()).containsExactly(3, 10, 8);
        assertThat(sums.getLast().buckets()).containsExactly(3, 9, 9);
        assertThat(histograms(chunks.getLast(), SUM).getFirst().layout().usesCustomBuckets()).isFalse();
    }

    @Test
    void leavesOutStaleMarkersAndSumsThatAreNotANumber() {
        var notANumber = new FloatHistogram(CounterResetHint.UNKNOWN, layout(0, Spans.ofIndices(new int[]{0, 1}, 2)), 2,
                0,
                Double.NaN, new double[]{1, 1});
        var writer = new ChunkWriter();
        append(writer, counter(1_000, 0, 1, 1));
        writer.append(2_000, FloatHistogram.STALE);
        writer.append(3_000, notANumber);
        append(writer, counter(4_000, 0, 3, 3));

        List<AggregateChunk> chunks = raw(writer.finish());

        assertThat(chunks).hasSize(1);
        assertThat(DownsampleFixture.floats(chunks.getFirst(), COUNT)).containsExactly("4000:2");
    }

    @Test
    void downsamplesOnceMore() {
        var samples = new ArrayList<Sample>();
        double[] counted = new double[2];
        int resetEvery = 700;
        int value = 0;
        long start = 1_699_999_200_000L;
        for (int i = 0; i < 4_000; i++) {
            value = i % resetEvery == 0 ? 1 : value + 1;
            counted[0] += i == 0 || i % resetEvery == 0 ? value : 1;
            samples.add(counter(start + i * 15_000L, 0, value, 2 * value));
        }
        List<AggregateChunk> fine = raw(samples.toArray(Sample[]::new));
        var again = new AggregateDownsampler(Resolution.FIVE_MINUTES, Resolution.ONE_HOUR);
        fine.forEach(again::add);

        List<AggregateChunk> coarse = again.finish();

        assertThat(total(fine, COUNT)).isEqualTo(4_000);
        assertThat(total(coarse, COUNT)).isEqualTo(4_000);
        double rawSum = samples.stream().mapToDouble(s -> s.histogram.toFloat().count()).sum();
        for (List<AggregateChunk> level : List.of(fine, coarse)) {
            assertThat(level.stream().flatMap(chunk -> histograms(chunk, SUM).stream())
                    .mapToDouble(FloatHistogram::count).sum()).isEqualTo(rawSum);
        }
        assertThat(coarse).hasSize(1);
        assertThat(coarse.getFirst().minTime() % HOUR).isEqualTo(HOUR - 1);
        assertThat(fine).hasSize(2);
        assertThat(histograms(fine.getFirst(), COUNTER).getLast().buckets()[0]).isGreaterThan(1_400);
    }

    @Test
    void aggregatesPlainChunksThatStrayIntoADownsampledBlock() {
        var again = new AggregateDownsampler(Resolution.FIVE_MINUTES, Resolution.ONE_HOUR);
        again.add(DownsampleFixture.floats(1_000, 1, 2_000, 2));
        again.add(DownsampleFixture.floats());
        append(again, counter(400_000, 0, 1, 1));

        List<AggregateChunk> coarse = again.finish();

        assertThat(coarse).hasSize(2);
        assertThat(DownsampleFixture.floats(coarse.getFirst(), SUM)).containsExactly("2000:3");
        assertThat(histograms(coarse.getLast(), SUM)).hasSize(1);
    }

    private static double total(List<AggregateChunk> chunks, Aggregate aggregate) {
        double total = 0;
        for (AggregateChunk chunk : chunks) {
            StoredSamples samples = DownsampleFixture.decode(chunk.part(aggregate));
            for (int i = 0; i < samples.size(); i++) {
                total += samples.value(i);
            }
        }
        return total;
    }

    private static List<FloatHistogram> histograms(AggregateChunk chunk, Aggregate aggregate) {
        StoredSamples samples = DownsampleFixture.decode(chunk.part(aggregate));
        var result = new ArrayList<FloatHistogram>();
        for (int i = 0; i < samples.size(); i++) {
            result.add(samples.histogram(i).toFloat());
        }
        return result;
    }

    private record Sample(long time, Histogram histogram) {}

    private static List<AggregateChunk> raw(Sample... samples) {
        var writer = new ChunkWriter();
        for (Sample sample : samples) {
            append(writer, sample);
        }
        return raw(writer.finish());
    }

    private static List<AggregateChunk> raw(List<Chunk> chunks) {
        var downsampler = new RawDownsampler(Resolution.FIVE_MINUTES);
        chunks.forEach(downsampler::add);
        return downsampler.finish();
    }

    private static void append(ChunkWriter writer, Sample sample) {
        writer.append(sample.time, sample.histogram);
    }

    private static void append(AggregateDownsampler downsampler, Sample sample) {
        var writer = new ChunkWriter();
        append(writer, sample);
        writer.finish().forEach(downsampler::add);
    }

    private static Sample counter(long time, int schema, long... counts) {
        return new Sample(time, integer(schema, CounterResetHint.UNKNOWN, Spans.ofIndices(new int[]{0, 1}, 2), counts));
    }

    private static Sample gauge(long time, long... counts) {
        return new Sample(time, integer(0, CounterResetHint.GAUGE, Spans.ofIndices(new int[]{0, 1}, 2), counts));
    }

    private static HistogramLayout layout(int schema, Spans positive) {
        return new HistogramLayout(schema, 0.001, positive, Spans.NONE, new double[0]);
    }

    private static Histogram integer(int schema, CounterResetHint hint, Spans positive, long... counts) {
        long total = LongStream.of(counts).sum();
        return new IntegerHistogram(hint, layout(schema, positive), total, 0, total, counts);
    }

    private static Histogram withZero(double threshold, double zeroCount, double... counts) {
        double total = zeroCount;
        for (double count : counts) {
            total += count;
        }
        var layout = new HistogramLayout(0, threshold, Spans.ofIndices(new int[]{0, 1}, 2), Spans.NONE, new double[0]);
        return new FloatHistogram(CounterResetHint.UNKNOWN, layout, total, zeroCount, total, counts);
    }

    private static Histogram custom(double[] bounds, double... counts) {
        double total = 0;
        int[] indices = new int[counts.length];
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            indices[i] = i;
        }
        var layout = new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0, Spans.ofIndices(indices, indices.length),
                Spans.NONE, bounds);
        return new FloatHistogram(CounterResetHint.UNKNOWN, layout, total, 0, total, counts);
    }
}
