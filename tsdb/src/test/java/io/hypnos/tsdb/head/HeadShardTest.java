package io.hypnos.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

class HeadShardTest {

    private static final int TURNS = 100;

    @Test
    void letsThoseWhoWaitInBeforeItGoesOn() throws InterruptedException {
        var account = new MemoryAccount();
        var shard = new HeadShard(HeadOptions.DEFAULTS, new HeadIndex(account, new SeriesTable(account)), account,
                (reference, encoding) -> {
                    throw new AssertionError("nothing is on disk");
                });
        int before = 0;
        for (int i = 0; i < TURNS; i++) {
            var had = new AtomicBoolean();
            shard.lock.lock();
            Thread waiting = Thread.ofPlatform().start(() -> {
                shard.lock.lock();
                had.set(true);
                shard.lock.unlock();
            });
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            shard.giveWay();
            shard.lock.lock();
            before += had.get() ? 1 : 0;
            shard.lock.unlock();
            waiting.join();
        }
        // A busy machine may let one in too late now and then; after a mere unlock some half of them come too late.
        assertThat(before).isGreaterThan(TURNS * 4 / 5);
    }
}
