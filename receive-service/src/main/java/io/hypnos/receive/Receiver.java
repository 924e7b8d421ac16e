package io.hypnos.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.receive.limit.HeadSeriesLimiter;
import io.hypnos.receive.ring.HashringFile;
import io.hypnos.receive.ring.HashringWatcher;
import io.hypnos.receive.ring.Hashrings;
import io.hypnos.receive.ring.InvalidHashringException;
import io.hypnos.receive.ring.Ring;
import io.hypnos.receive.ring.RingMetrics;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.tenant.TenantUpkeep;
import io.hypnos.receive.write.RingView;
import io.hypnos.receive.write.WritePeers;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.StartException;

/// A receiver from its start, when databases are opened and rings are read, to its end, when heads become blocks and go to the bucket.
final class Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long COUNT_SERIES_SECONDS = 15;

    private final ReceiveFlags flags;
    private final Parts parts;
    private final Readiness.Condition databases;
    private final Readiness.Condition rings;
    private final @Nullable HashringWatcher watcher;
    private final ScheduledExecutorService looking = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("receive-watch").factory());
    private final Thread opening;
    private volatile boolean open;

    /// What a receiver is made of.
    record Parts(RingView view, TenantTsdbs tenants, TenantUpkeep upkeep, WritePeers peers,
            HeadSeriesLimiter headSeries) {}

    Receiver(ReceiveFlags flags, Parts parts, Readiness readiness, PrometheusRegistry registry) {
        this.flags = flags;
        this.parts = parts;
        this.databases = readiness.require("databases", "the databases of tenants are being opened");
        this.rings = readiness.require("hashring", "waiting for the hashring file");
        this.watcher = readRings(new RingMetrics(registry, flags.hashring().replicationFactor()));
        LOG.atInfo().setMessage(switch (parts.view().mode()) {
            case ROUTER_INGESTOR -> "running as router and ingestor";
            case ROUTER_ONLY -> "no local endpoint: running as router only";
            case INGESTOR_ONLY -> "no hashring: storing all that comes";
        }).log();
        this.opening = Thread.ofPlatform().name("open-tenants").unstarted(this::openDatabases);
        if (parts.view().mode() == RingView.Mode.ROUTER_ONLY) {
            databases.met();
        } else {
            checkDirectory(flags.storage().path());
            opening.start();
            var disk = new DiskWatch(flags.storage().path(), parts.tenants(), readiness);
            looking.scheduleWithFixedDelay(disk::look, 1, 1, TimeUnit.SECONDS);
        }
        looking.scheduleWithFixedDelay(parts.headSeries()::refresh, 0, COUNT_SERIES_SECONDS, TimeUnit.SECONDS);
    }

    private @Nullable HashringWatcher readRings(RingMetrics metrics) {
        Optional<Path> file = flags.hashring().file();
        if (file.isPresent()) {
            HashringFile parser = ReceiveRole.hashringFile(flags, String.valueOf(file.get().getFileName()));
            try {
                return new HashringWatcher(file.get(), parser, flags.hashring().refreshInterval(), metrics, this::use);
            } catch (InvalidHashringException e) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            }
        }
        Optional<String> content = flags.hashring().content();
        if (content.isPresent()) {
            HashringFile parser = ReceiveRole.hashringFile(flags, "--receive.hashrings");
            use(ReceiveRole.rings(parser, content.get()));
            parser.remarks().forEach(remark -> LOG.atWarn().setMessage(remark).log());
        } else {
            rings.met();
        }
        return null;
    }

    /// Whether the databases are open, so that they can be read, writes or not.
    boolean serves() {
        return open;
    }

    private void use(Hashrings fresh) {
        parts.view().set(fresh);
        parts.peers().reset(fresh.addresses());
        String local = flags.hashring().localEndpoint();
        if (!local.isEmpty() && fresh.addressOf(local).isEmpty()) {
            LOG.atWarn()
                    .setMessage("--receive.local-endpoint matches no hashring endpoint; every write takes an extra hop")
                    .addKeyValue("local", local).addKeyValue("endpoints", fresh.addresses()).log();
        }
        for (Ring ring : fresh.rings()) {
            if (ring.replicationFactor() == 2) {
                LOG.atWarn().setMessage(
                        "with replication factor 2 a write is acknowledged when one node has it; use 3 to survive the loss of any node")
                        .addKeyValue("hashring", ring.name()).log();
            }
        }
        rings.met();
    }

    private static void checkDirectory(Path path) {
        try {
            Files.createDirectories(path);
            if (!Files.isWritable(path)) {
                throw new StartException("--tsdb.path " + path + " is not writable");
            }
        } catch (IOException e) {
            throw new StartException("--tsdb.path " + path + " cannot be used: " + e, e);
        }
    }

    private void openDatabases() {
        try {
            parts.tenants().openExisting(flags.tenants().defaultTenant());
            parts.upkeep().start();
            open = true;
            databases.met();
        } catch (IOException | RuntimeException e) {
            databases.unmet("the databases of tenants cannot be opened: " + e.getMessage());
            LOG.atError().setMessage("the databases of tenants cannot be opened").setCause(e).log();
        }
    }

    /// Ends everything, in good order.
    ///
    /// @param left requests that did not end in time
    void stop(int left) throws InterruptedException {
        if (left > 0) {
            LOG.atWarn().setMessage("writes did not end in the grace period").addKeyValue("writes", left).log();
        }
        if (watcher != null) {
            watcher.close();
        }
        looking.shutdownNow();
        opening.join();
        parts.peers().close();
        if (!parts.upkeep().stop()) {
            LOG.atWarn().setMessage("not everything was flushed and uploaded; it is still on disk").log();
        }
    }
}
