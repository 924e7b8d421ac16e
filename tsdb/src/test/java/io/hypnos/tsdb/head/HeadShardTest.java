package io.hypnos.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class HeadShardTest {

    private static final int WAITS = 21;

    @Test
    void letsOthersInBetweenTwoStretchesOfBackgroundWork() throws InterruptedException {
        var account = new MemoryAccount();
        var shard = new HeadShard(HeadOptions.DEFAULTS, new HeadIndex(account, new SeriesTable(account)), account,
                (reference, encoding) -> {
                    throw new AssertionError("nothing is on disk");
                });
        var stretches = new AtomicInteger();
        var ended = new AtomicBoolean();
        Thread background = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                shard.lock.lock();
                try {
                    for (long end = System.nanoTime() + 500_000; System.nanoTime() < end;) {
                        Thread.onSpinWait();
                    }
                    stretches.incrementAndGet();
                } finally {
                    shard.giveWay();
                }
            }
        });
        int[] waited = new int[WAITS];
        for (int i = 0; i < WAITS; i++) {
            int before = stretches.get();
            shard.lock.lock();
            waited[i] = stretches.get() - before;
            shard.lock.unlock();
            while (stretches.get() < before + waited[i] + 2) {
                Thread.onSpinWait();
            }
        }
        ended.set(true);
        background.join();
        Arrays.sort(waited);
        assertThat(waited[WAITS / 2]).as("stretches that went before: %s", Arrays.toString(waited)).isLessThan(5);
    }
}
