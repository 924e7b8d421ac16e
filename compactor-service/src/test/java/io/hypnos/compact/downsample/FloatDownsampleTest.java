package io.hypnos.compact.downsample;

import static io.hypnos.compact.downsample.DownsampleFixture.floats;
import static io.hypnos.series.chunk.Aggregate.COUNT;
import static io.hypnos.series.chunk.Aggregate.COUNTER;
import static io.hypnos.series.chunk.Aggregate.MAX;
import static io.hypnos.series.chunk.Aggregate.MIN;
import static io.hypnos.series.chunk.Aggregate.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.chunk.XorAppender;

class FloatDownsampleTest {

    private static final Resolution R = Resolution.FIVE_MINUTES;
    private static final long MINUTE = 60_000;

    @Test
    void aggregatesEveryWindow() {
        // Three windows of five minutes; the last ends with the last sample.
        List<AggregateChunk> chunks = raw(floats(60_000, 1, 120_000, 2, 180_000, 3, 240_000, 1, 299_999, 2, 300_000,
                StaleMarker.VALUE, 360_000, 5, 540_000, 10, 750_000, 1));

        assertThat(chunks).hasSize(1);
        AggregateChunk chunk = chunks.getFirst();
        assertThat(floats(chunk, COUNT)).containsExactly("299999:5", "599999:2", "750000:1");
        assertThat(floats(chunk, SUM)).containsExactly("299999:9", "599999:15", "750000:1");
        assertThat(floats(chunk, MIN)).containsExactly("299999:1", "599999:5", "750000:1");
        assertThat(floats(chunk, MAX)).containsExactly("299999:3", "599999:10", "750000:1");
        assertThat(floats(chunk, COUNTER)).containsExactly("60000:1", "299999:5", "599999:13", "750000:14",
                "750000:1");
        assertThat(chunk.minTime()).isEqualTo(299_999);
        assertThat(chunk.maxTime()).isEqualTo(750_000);
    }

    @Test
    void chainsCountersOverResetsAndChunks() {
        var chain = new CounterChain();
        add(chain, 100, 10, 200, 20, 300, 10, 400, 20, 400, 5);
        add(chain, 500, 10, 600, 20, 700, 30, 800, 40, 800, 10);
        add(chain, 900, 5);

        assertThat(values(chain)).containsExactly(10.0, 20.0, 30.0, 40.0, 45.0, 55.0, 65.0, 75.0, 80.0);
        assertThat(chain.lastRawValue()).isEqualTo(5);
    }

    @Test
    void chainsOverlappingChunksOnce() {
        var chain = new CounterChain();
        add(chain, 10, 1, 30, 5, 30, 5);
        add(chain, 20, 9, 30, 5, 50, 1, 70, 10, 70, 10);
        add(chain, 120, 1, 140, 20, 140, 20);
        add(chain, 160, Double.NaN, 160, 21, 180, 40, 180, 40);

        assertThat(values(chain)).containsExactly(1.0, 5.0, 6.0, 15.0, 16.0, 35.0, 36.0, 55.0);
    }

    @Test
    void foldsCountersOfFinerWindows() {
        var chain = new CounterChain();
        long hour = Resolution.ONE_HOUR.millis();
        add(chain, 10_000, 1, 299_999, 5, 299_999, 5);
        add(chain, 300_000, 1, 599_999, 10, 599_999, 10);
        add(chain, hour, 1, hour + 299_999, 20, hour + 299_999, 7);

        Chunk counter = new FloatWindows(Resolution.ONE_HOUR).counter(chain);

        StoredSamples samples = DownsampleFixture.decode(counter);
        assertThat(List.of(samples.time(0), samples.time(1), samples.time(2), samples.time(3)))
                .containsExactly(10_000L, hour - 1, hour + 299_999, hour + 299_999);
        assertThat(List.of(samples.value(0), samples.value(1), samples.value(2), samples.value(3)))
                .containsExactly(1.0, 15.0, 35.0, 7.0);
    }

    @Test
    void takesTheFallsOfAChainedGaugeForResets() {
        var chain = new CounterChain();
        add(chain, 10, -1, 20, -5, 30, 2, 30, 2);
        assertThat(values(chain)).containsExactly(-1.0, -6.0, 1.0);

        StoredSamples samples = DownsampleFixture.decode(new FloatWindows(Resolution.ONE_HOUR).counter(chain));

        assertThat(List.of(samples.value(0), samples.value(1), samples.value(2))).containsExactly(-1.0, 0.0, 2.0);
    }

    @Test
    void leavesOutNaNAndKeepsInfinity() {
        List<AggregateChunk> chunks = raw(floats(1, Double.NaN, 2, 1, 3, Double.POSITIVE_INFINITY, 300_001,
                Double.NaN, 600_001, Double.NEGATIVE_INFINITY));

        StoredSamples max = DownsampleFixture.decode(chunks.getFirst().part(MAX));
        StoredSamples min = DownsampleFixture.decode(chunks.getFirst().part(MIN));
        assertThat(floats(chunks.getFirst(), COUNT)).containsExactly("299999:2", "600001:1");
        assertThat(max.value(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(min.value(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(raw(floats(1, Double.NaN, 2, StaleMarker.VALUE))).isEmpty();
        assertThat(raw(floats(2, StaleMarker.VALUE))).isEmpty();
    }

    @Test
    void passesOverSamplesThatGoBackInTime() {
        List<AggregateChunk> chunks = raw(floats(100, 1, 200, 2), floats(150, 9, 300, 3));

        assertThat(floats(chunks.getFirst(), SUM)).containsExactly("300:6");
    }

    @Test
    void keepsTimesBeforeTheEpoch() {
        List<AggregateChunk> chunks = raw(floats(-600_000, 1, -300_001, 2, -1, 3, 0, 4));

        assertThat(floats(chunks.getFirst(), SUM)).containsExactly("-300001:3", "-1:3", "0:4");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1, 1", "0, 600000, 11, 1", "0, 1209600000, 20160, 29", "0, 1209600000, 80640, 29",
        "0, 1209600000, 2016, 3", "0, 41700000, 696, 1", "0, 42300000, 706, 2"})
    void dividesASeriesIntoChunksOfAHundredAndForty(long min, long max, long samples, int chunks) {
        assertThat(R.chunkCount(TimeRange.closed(min, max), MINUTE, samples)).isEqualTo(chunks);
        assertThat(plainChunkCount(min, max, MINUTE, R.millis(), samples)).isEqualTo(chunks);
    }

    @Test
    void agreesWithThePlainRuleForSizes() {
        var random = new SplittableRandom(4711);
        for (int i = 0; i < 20_000; i++) {
            long max = random.nextLong(1, 1L << random.nextInt(1, 42));
            long samples = random.nextLong(1, 1L << random.nextInt(1, 22));
            assertThat(R.chunkCount(TimeRange.closed(0, max), MINUTE, samples))
                    .isEqualTo(plainChunkCount(0, max, MINUTE, R.millis(), samples));
        }
    }

    @Test
    void neitherLosesNorDoublesSamples() {
        var random = new SplittableRandom(Long.getLong("hypnos.seed", 11));
        for (int round = 0; round < 50; round++) {
            var raw = new RawDownsampler(R);
            var again = new AggregateDownsampler(R, Resolution.ONE_HOUR);
            long time = random.nextLong(1L << 40);
            int count = 1 + random.nextInt(30_000);
            double sum = 0;
            double least = Double.POSITIVE_INFINITY;
            double counted = 0;
            double previous = 0;
            double value = 0;
            var appender = new XorAppender();
            for (int i = 0; i < count; i++) {
                time += 1 + random.nextInt(random.nextInt(20) == 0 ? 2_000_000 : 30_000);
                value = random.nextInt(500) == 0 ? random.nextInt(5) : value + random.nextInt(100);
                appender.append(time, value);
                sum += value;
                least = Math.min(least, value);
                counted += i == 0 || value < previous ? value : value - previous;
                previous = value;
                if (appender.count() == 120) {
                    raw.add(appender.toChunk());
                    appender = new XorAppender();
                }
            }
            if (appender.count() > 0) {
                raw.add(appender.toChunk());
            }
            List<AggregateChunk> fine = raw.finish();
            fine.forEach(again::add);
            List<AggregateChunk> coarse = again.finish();

            for (List<AggregateChunk> level : List.of(fine, coarse)) {
                assertThat(total(level, COUNT)).isEqualTo(count);
                assertThat(total(level, SUM)).isEqualTo(sum);
                assertThat(minimum(level)).isEqualTo(least);
                assertThat(countedBy(level)).as("all that the counter counted").isEqualTo(counted);
                assertOrdered(level);
            }
        }
    }

    private static void assertOrdered(List<AggregateChunk> chunks) {
        long last = Long.MIN_VALUE;
        for (AggregateChunk chunk : chunks) {
            assertThat(chunk.minTime()).isGreaterThan(last);
            last = chunk.maxTime();
            for (Aggregate aggregate : List.of(COUNT, SUM, MIN, MAX)) {
                StoredSamples samples = DownsampleFixture.decode(chunk.part(aggregate));
                assertThat(samples.time(0)).isEqualTo(chunk.minTime());
                assertThat(samples.time(samples.size() - 1)).isEqualTo(chunk.maxTime());
                for (int i = 1; i < samples.size(); i++) {
                    assertThat(samples.time(i)).isGreaterThan(samples.time(i - 1));
                }
            }
        }
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

    private static double minimum(List<AggregateChunk> chunks) {
        double least = Double.POSITIVE_INFINITY;
        for (AggregateChunk chunk : chunks) {
            StoredSamples samples = DownsampleFixture.decode(chunk.part(MIN));
            for (int i = 0; i < samples.size(); i++) {
                least = Math.min(least, samples.value(i));
            }
        }
        return least;
    }

    private static double countedBy(List<AggregateChunk> chunks) {
        var chain = new CounterChain();
        for (AggregateChunk chunk : chunks) {
            StoredSamples samples = DownsampleFixture.decode(chunk.part(COUNTER));
            chain.add(samples.times(), samples.values(), 0, samples.size());
        }
        return chain.values()[chain.size() - 1];
    }

    private static int plainChunkCount(long mint, long maxt, long inRes, long outRes, long count) {
        double fullness = Math.min(1, count / ((double) (maxt - mint) / inRes));
        long expected = (long) ((double) ((maxt - mint) / outRes) * fullness) + 1;
        int x = 1;
        while (expected / x > 140) {
            x++;
        }
        return x;
    }

    private static List<AggregateChunk> raw(Chunk... chunks) {
        var downsampler = new RawDownsampler(R);
        for (Chunk chunk : chunks) {
            downsampler.add(chunk);
        }
        return downsampler.finish();
    }

    private static void add(CounterChain chain, double... timesAndValues) {
        StoredSamples samples = DownsampleFixture.decode(floats(timesAndValues));
        chain.add(samples.times(), samples.values(), 0, samples.size());
    }

    private static List<Double> values(CounterChain chain) {
        var values = new ArrayList<Double>();
        for (int i = 0; i < chain.size(); i++) {
            values.add(chain.values()[i]);
        }
        return values;
    }
}
