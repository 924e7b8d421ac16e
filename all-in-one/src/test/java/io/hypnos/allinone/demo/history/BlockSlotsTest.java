package io.hypnos.allinone.demo.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.hypnos.series.TimeRange;

class BlockSlotsTest {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    @Test
    void coverTheTimeWithoutGapOrOverlapOnTheGridOfTheirLength() {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            long to = 1_795_000_000_000L + random.nextLong(100 * 24 * HOUR);
            long from = to - 30 * 24 * HOUR;
            List<TimeRange> slots = BlockSlots.of(from, to);
            long next = from;
            for (TimeRange slot : slots) {
                assertThat(slot.min()).isEqualTo(next);
                next = slot.max() + 1;
                long length = next - slot.min();
                boolean whole = slot.min() != from && next != to;
                if (whole) {
                    assertThat(length).isIn(2 * HOUR, 8 * HOUR, 48 * HOUR);
                    assertThat(slot.min() % length).isZero();
                }
            }
            assertThat(next).isEqualTo(to);
        }
    }

    @Test
    void becomeShorterTowardsThePresent() {
        long to = 1_795_000_000_000L;
        List<Long> lengths = BlockSlots.of(to - 30 * 24 * HOUR, to).stream().skip(1)
                .map(slot -> (slot.max() + 1 - slot.min()) / HOUR).toList();
        assertThat(lengths.subList(0, lengths.size() - 1)).contains(48L, 8L, 2L)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
}
