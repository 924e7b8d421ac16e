package io.hypnos.compact.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.hypnos.series.chunk.StoredSamples;

class PenaltyMergeTest {

    @Test
    void staysWithAReplicaUntilItIsSilent() {
        assertThat(merge(lane(10000, 1, 20000, 1, 30000, 1, 60000, 1, 70000, 1),
                lane(10100, 2, 20100, 2, 30100, 2, 40100, 2, 50100, 2, 60100, 2)))
                .containsExactly("10000=1", "20000=1", "30000=1", "50100=2", "60100=2");
    }

    @Test
    void beginsWithTheEarlierReplica() {
        StoredSamples a = lane(10100, 1, 20100, 1, 30100, 1, 40100, 1);
        StoredSamples b = lane(10000, 2, 20000, 2, 30000, 2, 40000, 2);

        assertThat(merge(a, b)).containsExactly("10000=2", "20000=2", "30000=2", "40000=2");
    }

    @Test
    void bearsOneMissedSample() {
        assertThat(merge(lane(10000, 1, 20000, 1, 40000, 1), lane(10000, 2, 20000, 2, 30000, 2, 40000, 2)))
                .containsExactly("10000=1", "20000=1", "40000=1");
    }

    @Test
    void takesWhatOnlyOneReplicaHas() {
        assertThat(merge(lane(1000, 1), lane(90_000, 2, 100_000, 2))).containsExactly("1000=1", "90000=2", "100000=2");
        assertThat(merge(lane(90_000, 1), lane(1000, 2, 2000, 2))).containsExactly("1000=2", "2000=2", "90000=1");
    }

    @Test
    void mergesMoreThanTwo() {
        assertThat(merge(lane(0, 1, 10_000, 1), lane(100, 2, 10_100, 2, 20_100, 2, 30_100, 2, 40_100, 2, 50_100, 2),
                lane(50, 3, 80_050, 3, 90_050, 3)))
                .startsWith("0=1", "10000=1").endsWith("80050=3", "90050=3").doesNotHaveDuplicates();
    }

    @Test
    void takesTimesFromEveryEnd() {
        assertThat(merge(lane(-10_000, 1, -5_000, 1, 0, 1), lane(-10_000, 2, -5_000, 2, 0, 2)))
                .containsExactly("-10000=1", "-5000=1", "0=1");
    }

    private static List<String> merge(StoredSamples... lanes) {
        StoredSamples merged = new PenaltyMerge().merge(List.of(lanes));
        var text = new ArrayList<String>();
        for (int i = 0; i < merged.size(); i++) {
            text.add(merged.time(i) + "=" + (long) merged.value(i));
        }
        return text;
    }

    private static StoredSamples lane(long... timesAndValues) {
        var lane = new StoredSamples();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            lane.add(timesAndValues[i], (double) timesAndValues[i + 1]);
        }
        return lane;
    }
}
