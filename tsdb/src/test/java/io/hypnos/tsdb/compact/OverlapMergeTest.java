package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.tsdb.testing.Seeds;

class OverlapMergeTest {

    private static StoredSamples lane(long... times) {
        var lane = new StoredSamples();
        for (long time : times) {
            lane.add(time, 0);
        }
        return lane;
    }

    private static List<Long> times(StoredSamples samples) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < samples.size(); i++) {
            times.add(samples.time(i));
        }
        return times;
    }

    @Test
    void penaltyFollowsOneReplicaUntilItHasAGap() {
        var a = lane(0, 15_000, 30_000, 45_000, 105_000, 120_000);
        var b = lane(4_000, 19_000, 34_000, 49_000, 64_000, 79_000, 94_000, 109_000);
        assertThat(times(OverlapMerge.PENALTY.merge(List.of(a, b)))).containsExactly(0L, 15_000L, 30_000L, 45_000L,
                79_000L, 94_000L, 109_000L);
        assertThat(times(OverlapMerge.PENALTY.merge(List.of(lane(), b)))).isEqualTo(times(b));
        assertThat(times(OverlapMerge.PENALTY.merge(List.of(b, lane())))).isEqualTo(times(b));
    }

    @Test
    void penaltyNeverMixesHealthyReplicas() {
        Seeds.forEach(500, random -> {
            long interval = 1000 + random.nextInt(60_000);
            var a = new StoredSamples();
            var b = new StoredSamples();
            long offset = 5001 + random.nextInt((int) interval);
            for (int i = 0; i < 200; i++) {
                a.add(i * interval, 1);
                b.add(offset + i * interval, 2);
            }
            var merged = OverlapMerge.PENALTY.merge(List.of(a, b));
            // Behind the end of the first comes, after its penalty, what the second still has.
            for (int i = 0; i < 200; i++) {
                assertThat(merged.value(i)).isEqualTo(1);
            }
            assertThat(merged.size()).isLessThan(203);
        });
    }

    @Test
    void penaltyLeavesNoGapWhereAReplicaHasSamples() {
        Seeds.forEach(1000, random -> {
            var a = gappy(random, 0);
            var b = gappy(random, 4_000);
            var merged = times(OverlapMerge.PENALTY.merge(List.of(a, b)));
            assertThat(merged).isSorted().doesNotHaveDuplicates();
            var all = new TreeSet<>(times(a));
            all.addAll(times(b));
            for (long time : all) {
                long nearest = merged.stream().mapToLong(t -> Math.abs(t - time)).min().orElseThrow();
                assertThat(nearest).isLessThanOrEqualTo(Math.max(60_000, 4 * longestGap(merged, time)));
            }
        });
    }

    /// The distance of the two samples taken around a time.
    private static long longestGap(List<Long> merged, long time) {
        var set = new TreeSet<>(merged);
        Long before = set.floor(time);
        Long after = set.ceiling(time);
        return before == null || after == null ? 60_000 : after - before;
    }

    private static StoredSamples gappy(Random random, long offset) {
        var lane = new StoredSamples();
        boolean up = true;
        for (int i = 0; i < 100; i++) {
            up = random.nextInt(15) == 0 ? !up : up;
            if (up || i == 0) {
                lane.add(offset + i * 15_000L, i);
            }
        }
        return lane;
    }

    @Test
    void forgetsResetsWhereHistogramsOfTwoLanesMeet() {
        var layout = HistogramLayout.EMPTY;
        for (OverlapMerge merge : List.of(OverlapMerge.ONE_TO_ONE, OverlapMerge.PENALTY)) {
            var a = new StoredSamples();
            var b = new StoredSamples();
            for (long time : new long[]{0, 10_000}) {
                a.add(time, RandomHistograms.integer(new Random(1), layout, CounterResetHint.NOT_RESET));
            }
            for (long time : new long[]{100_000, 110_000}) {
                b.add(time, RandomHistograms.integer(new Random(1), layout, CounterResetHint.NOT_RESET));
            }
            var merged = merge.merge(List.of(a, b));
            assertThat(times(merged)).containsExactly(0L, 10_000L, 100_000L, 110_000L);
            assertThat(merged.histogram(1).hint()).isEqualTo(CounterResetHint.NOT_RESET);
            assertThat(merged.histogram(2).hint()).isEqualTo(CounterResetHint.UNKNOWN);
            assertThat(merged.histogram(3).hint()).isEqualTo(CounterResetHint.NOT_RESET);
        }
    }
}
