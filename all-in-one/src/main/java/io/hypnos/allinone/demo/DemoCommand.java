package io.hypnos.allinone.demo;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.allinone.demo.live.ScrapeTarget;
import io.hypnos.objstore.config.BucketConfig;
import io.hypnos.objstore.config.InvalidConfigException;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.log.LogSetup;

/// `hypnos demo`: what `hypnos up` does for its own installation, for any other: writes the past into a bucket, then live samples to receivers until
/// the process is told to end.
public final class DemoCommand {

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// Runs until told to end, or until the past is written when there is nowhere to write live samples to; returns the exit code.
    ///
    /// @throws FlagException with a line for the operator when the flags cannot be used
    public int run(DemoFlags flags, Variables variables) throws InterruptedException {
        LogSetup.apply(flags.log);
        List<ScrapeTarget> targets = flags.scrape.stream().map(DemoCommand::target).toList();
        for (URI url : flags.receivers) {
            if (url.getHost() == null) {
                throw new FlagException("flag --remote-write.url: want http://host:port/path, got \"" + url + "\"");
            }
        }
        try (var run = new DemoRun(past(flags, variables))) {
            if (flags.receivers.isEmpty()) {
                return run.awaitHistory() ? 0 : 1;
            }
            run.goLive(flags.receivers, targets);
            stopRequested.await();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    /// Makes [#run] return; returns once it has.
    public void stop() {
        stopRequested.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DemoRun.Past past(DemoFlags flags, Variables variables) {
        if (flags.history.isZero()) {
            return new DemoRun.Past(() -> {
                throw new IOException("there is no past to write");
            }, flags.scratch, flags.history);
        }
        ConfigText config = flags.objstore.config(variables)
                .orElseThrow(() -> new FlagException("--objstore.config-file is needed, or --history=0 for no past"));
        BucketConfig bucket;
        try {
            bucket = BucketConfig.parse(config.text(), config.name());
        } catch (InvalidConfigException e) {
            throw new FlagException(String.valueOf(e.getMessage()), e);
        }
        return new DemoRun.Past(() -> bucket.open(new PrometheusRegistry()), flags.scratch, flags.history);
    }

    private static ScrapeTarget target(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || !text.substring(equals + 1).matches("[^:/]+:\\d+")) {
            throw new FlagException("flag --scrape: want job=host:port, got \"" + text + "\"");
        }
        String address = text.substring(equals + 1);
        return ScrapeTarget.at(text.substring(0, equals), address, address);
    }
}
