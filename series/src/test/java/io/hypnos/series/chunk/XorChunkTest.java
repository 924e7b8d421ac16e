package io.hypnos.series.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.testing.PlainXor;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.series.testing.Seeded;

@Seeded
class XorChunkTest {

    private static final long T = 1_700_000_000_000L;
    private static final long[] FIVE_TIMES = {T, T + 15_000, T + 30_000, T + 45_001, T + 60_000};
    private static final double[] FIVE_VALUES = {1, 1, 2, 2.5, StaleMarker.VALUE};
    private static final String FIVE = "000580a0abfef9623ff000000000000098753097ffe0007683bffec5effe80000000000040";
    private static final long[] THREE_TIMES = {1000, 2000, 3000};
    private static final double[] THREE_VALUES = {15.5, 14.0625, 3.25};
    private static final String THREE = "0003d00f402f000000000000e807dc2e5a899880";

    @Test
    void writesTheWorkedExamples() {
        assertThat(hex(encode(FIVE_TIMES, FIVE_VALUES))).isEqualTo(FIVE);
        assertThat(hex(encode(THREE_TIMES, THREE_VALUES))).isEqualTo(THREE);
    }

    @Test
    void readsTheWorkedExamples() {
        assertSamples(decode(HexFormat.of().parseHex(FIVE)), FIVE_TIMES, FIVE_VALUES, 5);
        assertSamples(decode(HexFormat.of().parseHex(THREE)), THREE_TIMES, THREE_VALUES, 3);
    }

    @Test
    void agreesWithThePlainVersionBitForBit(Random random) {
        for (int round = 0; round < 3000; round++) {
            int count = 1 + random.nextInt(round % 100 == 0 ? 2000 : 200);
            long[] times = RandomSamples.times(random, count);
            double[] values = RandomSamples.values(random, count);
            byte[] bytes = encode(times, values);
            assertThat(bytes).isEqualTo(PlainXor.encode(times, values, count));
            assertSamples(decode(bytes), times, values, count);
            long[] plainTimes = new long[count];
            double[] plainValues = new double[count];
            assertThat(PlainXor.decode(bytes, plainTimes, plainValues)).isEqualTo(count);
            assertThat(plainTimes).isEqualTo(times);
        }
    }

    @Test
    void goesOnWhereAChunkEnded(Random random) {
        for (int round = 0; round < 2000; round++) {
            int count = 1 + random.nextInt(150);
            int split = random.nextInt(count + 1);
            long[] times = RandomSamples.times(random, count);
            double[] values = RandomSamples.values(random, count);
            byte[] first = encode(Arrays.copyOf(times, split), Arrays.copyOf(values, split));
            int before = random.nextInt(5);
            byte[] shared = new byte[before + first.length + random.nextInt(50)];
            random.nextBytes(shared);
            System.arraycopy(first, 0, shared, before, first.length);
            var appender = XorAppender.reopen(new Chunk(0, 0, ChunkEncoding.XOR, shared, before, first.length));
            for (int i = split; i < count; i++) {
                appender.append(times[i], values[i]);
            }
            assertSamples(decode(appender.toByteArray()), times, values, count);
            assertThat(appender.count()).isEqualTo(count);
            assertThat(appender.lastTime()).isEqualTo(times[count - 1]);
        }
    }

    @Test
    void readsAWindowOf64BitsThatNobodyOpened() {
        var appender = XorAppender.reopen(Chunk.of(0, 0, ChunkEncoding.XOR, encode(new long[]{5}, new double[]{0})));
        double noise = Double.longBitsToDouble(-1L);
        appender.append(6, noise);
        assertSamples(decode(appender.toByteArray()), new long[]{5, 6}, new double[]{0, noise}, 2);
        long[] times = new long[2];
        double[] values = new double[2];
        PlainXor.decode(appender.toByteArray(), times, values);
        assertThat(Double.doubleToRawLongBits(values[1])).isEqualTo(-1L);
    }

    @Test
    void bytesCanBeTakenAfterEverySample(Random random) {
        long[] times = RandomSamples.times(random, 60);
        double[] values = RandomSamples.values(random, 60);
        var appender = new XorAppender();
        for (int i = 0; i < 60; i++) {
            appender.append(times[i], values[i]);
            assertThat(appender.toByteArray()).hasSize(appender.size());
            assertSamples(decode(appender.toByteArray()), times, values, i + 1);
        }
    }

    @Test
    void decodesFromTheMiddleOfAnArrayWithAnyThingBehind(Random random) {
        for (int round = 0; round < 500; round++) {
            int count = 1 + random.nextInt(50);
            long[] times = RandomSamples.times(random, count);
            double[] values = RandomSamples.values(random, count);
            byte[] bytes = encode(times, values);
            int before = random.nextInt(20);
            byte[] shared = new byte[before + bytes.length + random.nextInt(64)];
            random.nextBytes(shared);
            System.arraycopy(bytes, 0, shared, before, bytes.length);
            var samples = new Samples();
            ChunkDecoder.decode(new Chunk(0, 0, ChunkEncoding.XOR, shared, before, bytes.length), samples);
            assertSamples(samples, times, values, count);
        }
    }

    @Test
    void trimsToTheRangeAndKeepsWhatWasThere() {
        var samples = new Samples();
        samples.addFloat(1, 7);
        Chunk chunk = Chunk.of(1000, 3000, ChunkEncoding.XOR, HexFormat.of().parseHex(THREE));
        ChunkDecoder.decode(chunk, TimeRange.closed(1001, 2999), samples);
        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.time(0)).isEqualTo(1);
        assertThat(samples.time(1)).isEqualTo(2000);
        assertThat(samples.value(1)).isEqualTo(14.0625);
        ChunkDecoder.decode(chunk, TimeRange.closed(5000, 6000), samples);
        assertThat(samples.size()).isEqualTo(2);
    }

    @Test
    void refusesACountThatTheBytesCannotHold() {
        byte[] bytes = HexFormat.of().parseHex(THREE);
        bytes[0] = (byte) 0xFF;
        var samples = new Samples();
        assertThatThrownBy(() -> ChunkDecoder.decode(Chunk.of(0, 0, ChunkEncoding.XOR, bytes), samples))
                .isInstanceOf(InvalidChunkException.class);
        assertThat(samples.size()).isZero();
    }

    @Test
    void refusesEveryTruncation() {
        byte[] bytes = HexFormat.of().parseHex(FIVE);
        for (int length = 0; length < bytes.length - 1; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(cut)).as("length %d", length).isInstanceOf(InvalidChunkException.class);
            var slice = new Chunk(0, 0, ChunkEncoding.XOR, Arrays.copyOf(bytes, bytes.length + 64), 0, length);
            assertThatThrownBy(() -> ChunkDecoder.decode(slice, new Samples())).as("slice of %d", length)
                    .isInstanceOf(InvalidChunkException.class);
        }
    }

    @Test
    void refusesMoreSamplesThanTheHeaderCounts() {
        var appender = new XorAppender();
        for (int i = 0; i < XorAppender.MAX_SAMPLES; i++) {
            appender.append(i, i & 3);
        }
        assertThatThrownBy(() -> appender.append(1 << 20, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(decode(appender.toByteArray()).size()).isEqualTo(XorAppender.MAX_SAMPLES);
    }

    static byte[] encode(long[] times, double[] values) {
        var appender = new XorAppender();
        for (int i = 0; i < times.length; i++) {
            appender.append(times[i], values[i]);
        }
        return appender.toByteArray();
    }

    private static Samples decode(byte[] bytes) {
        var samples = new Samples();
        ChunkDecoder.decode(Chunk.of(0, 0, ChunkEncoding.XOR, bytes), samples);
        return samples;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void assertSamples(Samples samples, long[] times, double[] values, int count) {
        assertThat(samples.size()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            if (samples.time(i) != times[i]
                    || Double.doubleToRawLongBits(samples.value(i)) != Double.doubleToRawLongBits(values[i])) {
                throw new AssertionError("sample " + i + " is (" + samples.time(i) + ", " + samples.value(i)
                        + ") and should be (" + times[i] + ", " + values[i] + ")");
            }
        }
    }
}
