package io.hypnos.allinone.up;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.allinone.demo.history.DemoHistory;
import io.hypnos.allinone.demo.live.LiveDemo;
import io.hypnos.allinone.demo.live.ScrapeTarget;
import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.filesystem.FilesystemBucket;

/// The demo of an installation: its past, written beside everything else while the roles start, and its live tenants.
final class DemoRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);
    private static final Duration HISTORY = Duration.ofDays(30);

    private final Installation installation;
    private final DemoFleet fleet = new DemoFleet();
    private final Thread historyWriter;
    private volatile String history = "";
    private volatile @Nullable LiveDemo live;
    private long lastStored;
    private long lastNanos = System.nanoTime();
    private double perSecond;

    /// Begins with the past, if it is not there yet.
    DemoRun(Installation installation) {
        this.installation = installation;
        historyWriter = Thread.ofPlatform().name("demo-history").start(this::writeHistory);
    }

    private void writeHistory() {
        history = "writing 30 days of history";
        long start = System.nanoTime();
        try (Bucket bucket = FilesystemBucket.open(installation.bucket())) {
            DemoHistory.Written written = new DemoHistory(bucket, fleet, HISTORY)
                    .write(installation.data().resolve("demo-scratch"), Instant.now());
            history = written.blocks() == 0
                    ? ""
                    : String.format(Locale.ROOT, "30 days of history (%.0f M samples, written in %.1f s)",
                            written.samples() / 1e6, (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            LOG.atWarn().setMessage("the demo's history could not be written").setCause(e).log();
            history = "no history: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Begins to write live samples; the receivers must be there.
    void goLive() {
        var targets = new ArrayList<ScrapeTarget>();
        for (Instance instance : installation.instances()) {
            targets.add(ScrapeTarget.of("thanos-" + instance.role(), instance.name(), instance.http()));
        }
        live = LiveDemo.start(fleet, installation.remoteWrite(), targets);
    }

    /// How far it is. Called by one thread, now and then.
    DemoStatus status() {
        LiveDemo demo = live;
        if (demo == null) {
            return new DemoStatus(history, 0, 0, 0);
        }
        long stored = demo.statistics().stored();
        long now = System.nanoTime();
        // Writers send every 15 s: a shorter look would show nothing most of the time.
        if (now - lastNanos > 30_000_000_000L || perSecond == 0 && stored > 0) {
            perSecond = (stored - lastStored) / Math.max(15, (now - lastNanos) / 1e9);
            lastStored = stored;
            lastNanos = now;
        }
        return new DemoStatus(history, LiveDemo.TENANTS.size(), perSecond, demo.statistics().dropped());
    }

    /// Stops writing; a past that is not whole is finished by the next start.
    @Override
    public void close() {
        LiveDemo demo = live;
        if (demo != null) {
            demo.close();
        }
        historyWriter.interrupt();
        try {
            historyWriter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
