package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.dedup.DedupMode;
import io.hypnos.series.dedup.DedupOptions;
import io.hypnos.series.dedup.DedupSeriesSet;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.labels.Labels;
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

    /// The query path has the same rule in another form.
    @Test
    void penaltyTakesTheSamplesThatADeduplicatingQueryWouldTake() {
        Seeds.forEach(2000, random -> {
            var lanes = new ArrayList<StoredSamples>();
            var series = new ArrayList<ChunkSeries>();
            for (int i = 0; i <= 1 + random.nextInt(3); i++) {
                lanes.add(gappy(random, random.nextInt(20_000)));
                var writer = new ChunkWriter();
                writer.append(lanes.get(i), 0, lanes.get(i).size());
                series.add(new ChunkSeries(Labels.of("a", "b"), List.copyOf(writer.finish())));
            }
            var deduplicated = new Samples();
            try (var set = new DedupSeriesSet(ChunkSeriesSet.of(series),
                    new DedupOptions(DedupMode.PENALTY, TimeRange.ALL, ""))) {
                assertThat(set.next()).isTrue();
                set.series().readInto(deduplicated);
            }
            var merged = OverlapMerge.PENALTY.merge(lanes);
            assertThat(merged.size()).isEqualTo(deduplicated.size());
            for (int i = 0; i < merged.size(); i++) {
                assertThat(merged.time(i)).isEqualTo(deduplicated.time(i));
                assertThat(merged.value(i)).isEqualTo(deduplicated.value(i));
            }
        });
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
