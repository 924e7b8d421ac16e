package io.hypnos.tsdb;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls [Tsdb#tick()] every second and [Tsdb#maintain()] every minute, on two threads: cutting blocks takes longer than a second.
final class TsdbThreads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TsdbThreads.class);

    private final ScheduledExecutorService ticks;
    private final ScheduledExecutorService upkeep;

    TsdbThreads(Tsdb tsdb, long tickMillis) {
        ticks = Executors.newSingleThreadScheduledExecutor(daemon("tsdb-tick", Thread.NORM_PRIORITY));
        upkeep = Executors.newSingleThreadScheduledExecutor(daemon("tsdb-upkeep", Thread.MIN_PRIORITY));
        ticks.scheduleWithFixedDelay(guarded(tsdb::tick), tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        upkeep.scheduleWithFixedDelay(guarded(tsdb::maintain), 60, 60, TimeUnit.SECONDS);
    }

    private static ThreadFactory daemon(String name, int priority) {
        return Thread.ofPlatform().daemon().name(name).priority(priority).factory();
    }

    /// A task that threw would not be called again.
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.atError().setMessage("Upkeep failed and will be tried again").setCause(e).log();
            }
        };
    }

    @Override
    public void close() {
        ticks.close();
        upkeep.close();
    }
}
