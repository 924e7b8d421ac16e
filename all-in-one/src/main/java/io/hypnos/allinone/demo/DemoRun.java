package io.hypnos.allinone.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.allinone.demo.history.DemoHistory;
import io.hypnos.allinone.demo.live.LiveDemo;
import io.hypnos.allinone.demo.live.ScrapeTarget;
import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.objstore.Bucket;

/// The demo as it runs: its past, written in the background, and its live tenants.
public final class DemoRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);
    /// Writers send every 15 s: a shorter look would show nothing most of the time.
    private static final long LOOK_NANOS = 30_000_000_000L;

    private final Past past;
    private final DemoFleet fleet = new DemoFleet();
    private final Thread historyWriter;
    private volatile String history = "";
    private volatile boolean historyFailed;
    private volatile @Nullable LiveDemo live;
    private long lastStored;
    private long lastNanos = System.nanoTime();
    private double perSecond;

    /// Where the past goes.
    ///
    /// @param bucket  opens the bucket; it is closed once the past is written
    /// @param scratch a directory for blocks on their way
    /// @param length  how far back it goes; zero for no past
    public record Past(BucketSource bucket, Path scratch, Duration length) {}

    /// Opens a bucket.
    @FunctionalInterface
    public interface BucketSource {
        Bucket open() throws IOException;
    }

    /// Begins with the past, if it is not there yet.
    public DemoRun(Past past) {
        this.past = past;
        historyWriter = Thread.ofPlatform().name("demo-history").start(this::writeHistory);
    }

    private void writeHistory() {
        if (past.length().isZero()) {
            return;
        }
        long days = past.length().toDays();
        history = "writing " + days + " days of history";
        long start = System.nanoTime();
        try (Bucket bucket = past.bucket().open()) {
            DemoHistory.Written written = new DemoHistory(bucket, fleet, past.length()).write(past.scratch(),
                    Instant.now());
            history = written.blocks() == 0
                    ? ""
                    : String.format(Locale.ROOT, "%d days of history (%.0f M samples)", days,
                            written.samples() / 1e6);
            LOG.atInfo().setMessage("the demo's history is there").addKeyValue("blocks", written.blocks())
                    .addKeyValue("samples", written.samples())
                    .addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + "ms").log();
        } catch (IOException e) {
            LOG.atWarn().setMessage("the demo's history could not be written").setCause(e).log();
            history = "no history: " + e.getMessage();
            historyFailed = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the end of the past; returns whether all of it is there.
    public boolean awaitHistory() throws InterruptedException {
        historyWriter.join();
        return !historyFailed;
    }

    /// Begins to write live samples; the receivers must be there.
    ///
    /// @param receivers remote-write endpoints
    /// @param targets   pages to scrape for the tenant `system`; none for no such tenant
    public void goLive(List<URI> receivers, List<ScrapeTarget> targets) {
        lastNanos = System.nanoTime();
        live = LiveDemo.start(fleet, receivers, targets);
    }

    /// How far it is. Called by one thread, now and then.
    public DemoStatus status() {
        LiveDemo demo = live;
        if (demo == null) {
            return new DemoStatus(history, 0, 0, 0);
        }
        long stored = demo.statistics().stored();
        long now = System.nanoTime();
        if (now - lastNanos > LOOK_NANOS || perSecond == 0 && stored > 0) {
            perSecond = (stored - lastStored) / Math.max(15, (now - lastNanos) / 1e9);
            lastStored = stored;
            lastNanos = now;
        }
        return new DemoStatus(history, demo.tenants(), perSecond, demo.statistics().dropped());
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
