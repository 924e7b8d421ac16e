package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.hypnos.series.labels.Labels;

class ShardFilterTest {

    private static final Labels SERIES = Labels.of("__name__", "up", "pod", "nginx");

    private static long shardOf(Labels labels, boolean by, String... names) {
        for (int i = 0; i < 3; i++) {
            if (new ShardFilter(new Shard(i, 3, by, List.of(names))).accepts(labels)) {
                return i;
            }
        }
        throw new AssertionError("no shard takes " + labels);
    }

    /// xxHash64 of `pod FF nginx FF` is 16940197174540583416, of nothing 17241709254077376921.
    @Test
    void agreesWithThanos() {
        assertThat(shardOf(SERIES, true, "pod")).isEqualTo(1);
        assertThat(shardOf(SERIES, false, "__name__")).isEqualTo(1);
        assertThat(shardOf(SERIES, true))
                .isEqualTo(Long.remainderUnsigned(Long.parseUnsignedLong("17241709254077376921"), 3));
    }
}
