package io.hypnos.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.service.boot.Readiness;
import io.hypnos.store.sync.BlockSync;

/// The clock of a store gateway: looks at the bucket again and again, and closes index headers that nobody needs. The gateway is ready once it has
/// looked for the first time; until that succeeds, it tries again soon.
final class StoreThreads {

    private static final Logger log = LoggerFactory.getLogger(StoreThreads.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    private final BlockSync blocks;
    private final Duration interval;
    private final @Nullable Duration idleTimeout;
    private final Readiness.Condition firstLook;
    private final Thread looking = Thread.ofPlatform().name("block-sync").unstarted(this::run);
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("idle-headers").factory());

    /// @param interval    between two looks
    /// @param idleTimeout after which an index header is closed; null for never
    StoreThreads(BlockSync blocks, Duration interval, @Nullable Duration idleTimeout, Readiness readiness) {
        this.blocks = blocks;
        this.interval = interval;
        this.idleTimeout = idleTimeout;
        this.firstLook = readiness.require("blocks", "the bucket is looked at for the first time");
    }

    void start() {
        if (idleTimeout != null) {
            long period = Math.max(1, idleTimeout.toMillis() / 4);
            clock.scheduleWithFixedDelay(() -> blocks.closeIdleHeaders(idleTimeout.toNanos()), period, period,
                    TimeUnit.MILLISECONDS);
        }
        looking.start();
    }

    void stop() throws InterruptedException {
        clock.shutdownNow();
        looking.interrupt();
        if (!looking.join(STOP_GRACE)) {
            log.atWarn().log("the look at the bucket did not end in time");
        }
    }

    private void run() {
        try {
            Duration retry = FIRST_RETRY;
            while (!look()) {
                Thread.sleep(retry);
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            }
            firstLook.met();
            while (true) {
                Thread.sleep(interval);
                look();
            }
        } catch (InterruptedException e) {
            log.atDebug().log("no longer looking at the bucket");
        }
    }

    private boolean look() throws InterruptedException {
        long start = System.nanoTime();
        try {
            blocks.sync();
            log.atInfo().addKeyValue("blocks", blocks.last().loaded().size())
                    .addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + "ms").log("looked at the bucket");
            return true;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.toString());
            }
            log.atWarn().addKeyValue("err", e.getMessage())
                    .log("cannot look at the bucket now, will try again; what is loaded is served");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("looking at the bucket ended by a bug, will try again");
        }
        return false;
    }
}
