package io.hypnos.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.series.testing.Seeded;

@Seeded
class SamplesTest {

    /// A sample as an object: what the columns should give back.
    private record Sample(long time, long bits, Object histogram, long start) {}

    @Test
    void columnsBehaveLikeAListOfSamples(Random random) {
        for (int round = 0; round < 500; round++) {
            var samples = new Samples();
            List<Sample> expected = new ArrayList<>();
            long t = 0;
            for (int i = random.nextInt(40); i > 0; i--) {
                switch (random.nextInt(8)) {
                    case 0 -> t = addHistogram(random, samples, expected, t);
                    case 1 -> t = addBlock(random, samples, expected, t);
                    case 2 -> {
                        int from = random.nextInt(expected.size() + 1);
                        int to = from + random.nextInt(expected.size() - from + 1);
                        samples.removeRange(from, to);
                        expected.subList(from, to).clear();
                    }
                    case 3 -> {
                        int size = random.nextInt(expected.size() + 1);
                        samples.truncate(size);
                        expected.subList(size, expected.size()).clear();
                    }
                    case 4 -> {
                        var other = new Samples();
                        List<Sample> added = new ArrayList<>();
                        t = addBlock(random, other, added, t);
                        t = random.nextBoolean() ? t : addHistogram(random, other, added, t);
                        int from = random.nextInt(added.size() + 1);
                        samples.addAll(other, from, added.size());
                        expected.addAll(added.subList(from, added.size()));
                    }
                    case 5 -> {
                        var other = new Samples();
                        other.swap(samples);
                        samples = other;
                    }
                    case 6 -> t = addBlock(random, samples, expected, t);
                    default -> t = addFloat(random, samples, expected, t);
                }
                assertThat(toList(samples)).isEqualTo(expected);
            }
            samples.clear();
            assertThat(samples.size()).isZero();
            assertThat(samples.hasHistograms()).isFalse();
            assertThat(samples.hasStartTimes()).isFalse();
        }
    }

    private static long addFloat(Random random, Samples samples, List<Sample> expected, long t) {
        double value = RandomSamples.nasty(random);
        long start = random.nextInt(3) == 0 ? t - 5 : 0;
        samples.addFloat(t, value);
        samples.setStartTime(start);
        expected.add(new Sample(t, Double.doubleToRawLongBits(value), 0, start));
        return t + 1;
    }

    private static long addHistogram(Random random, Samples samples, List<Sample> expected, long t) {
        FloatHistogram histogram = RandomHistograms.floating(random);
        samples.addHistogram(t, samples.histograms().add(histogram));
        samples.setStartTime(0);
        expected.add(new Sample(t, 0, histogram, 0));
        return t + 1;
    }

    /// Many at once, as decoders add them.
    private static long addBlock(Random random, Samples samples, List<Sample> expected, long t) {
        int count = random.nextInt(400);
        samples.ensureRoom(count);
        for (int i = 0; i < count; i++) {
            samples.times()[samples.size() + i] = t + i;
            samples.values()[samples.size() + i] = i;
            expected.add(new Sample(t + i, Double.doubleToRawLongBits(i), 0, 0));
        }
        samples.grow(count);
        return t + count;
    }

    private static List<Sample> toList(Samples samples) {
        List<Sample> list = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = samples.histogramRow(i);
            list.add(new Sample(samples.time(i), row < 0 ? Double.doubleToRawLongBits(samples.value(i)) : 0,
                    row < 0 ? 0 : samples.histograms().get(row), samples.startTime(i)));
        }
        return list;
    }

    @Test
    void trimsBothEndsOfWhatWasAdded() {
        var samples = new Samples();
        for (int t = 0; t < 10; t++) {
            samples.addFloat(t, t);
        }
        samples.trim(3, TimeRange.closed(5, 7));
        assertThat(toList(samples).stream().map(Sample::time)).containsExactly(0L, 1L, 2L, 5L, 6L, 7L);
        samples.trim(0, TimeRange.closed(3, 2));
        assertThat(samples.size()).isLessThan(6);
        samples.trim(0, TimeRange.closed(100, 200));
        assertThat(samples.size()).isZero();
    }
}
