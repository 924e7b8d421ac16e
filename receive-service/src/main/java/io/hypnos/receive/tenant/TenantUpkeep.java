package io.hypnos.receive.tenant;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.service.tenancy.TenantId;

/// The work that tenants' databases need while they are open, for all of them on a few threads:
///
/// - every second, what cannot wait (forcing the log, free disk space);
/// - every minute, or more often where blocks are short: cutting blocks, retention;
/// - every thirty seconds, likewise: uploading blocks;
/// - every minute: taking down tenants that have sent nothing for as long as samples are kept, once all they had is in the bucket.
///
/// What fails for one tenant is logged and does not keep the work from the next.
public final class TenantUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantUpkeep.class);
    private static final Duration MAINTAIN = Duration.ofMinutes(1);
    private static final Duration SHIP = Duration.ofSeconds(30);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final TenantTsdbs tenants;
    private final TenantOptions options;
    private final TenantId defaultTenant;
    private final Clock clock;
    private final ScheduledExecutorService ticking = thread("tenant-tick");
    private final ScheduledExecutorService maintaining = thread("tenant-maintain");
    private final ScheduledExecutorService shipping = thread("tenant-ship");

    /// @param defaultTenant kept even when it is unused
    public TenantUpkeep(TenantTsdbs tenants, TenantOptions options, TenantId defaultTenant, Clock clock) {
        this.tenants = tenants;
        this.options = options;
        this.defaultTenant = defaultTenant;
        this.clock = clock;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    public void start() {
        ticking.scheduleWithFixedDelay(() -> each("regular work", tenant -> tenant.tsdb().tick()), 1, 1,
                TimeUnit.SECONDS);
        schedule(maintaining, shorter(MAINTAIN, 20), this::maintain);
        if (options.shipping().isPresent()) {
            schedule(shipping, shorter(SHIP, 4), this::ship);
        }
    }

    /// Cuts blocks, applies retention, takes down tenants that are used no more.
    void maintain() {
        each("cutting blocks", tenant -> tenant.tsdb().maintain());
        each("taking down", this::takeDownIfUnused);
    }

    /// Uploads the blocks of all tenants.
    void ship() {
        each("uploading blocks", this::ship);
    }

    private static void schedule(ScheduledExecutorService thread, Duration interval, Runnable work) {
        thread.scheduleWithFixedDelay(work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// An interval that suits the block range: tests and demonstrations cut blocks of seconds.
    private Duration shorter(Duration usual, int parts) {
        Duration part = options.cutting().blockRange().dividedBy(parts);
        Duration interval = part.compareTo(usual) < 0 ? part : usual;
        return interval.compareTo(LEAST) < 0 ? LEAST : interval;
    }

    private void each(String what, Consumer<TenantTsdb> work) {
        for (TenantTsdb tenant : tenants.all()) {
            try {
                work.accept(tenant);
            } catch (StorageException e) {
                LOG.atError().setMessage("work for a tenant failed").addKeyValue("work", what)
                        .addKeyValue("tenant", tenant.tenant()).setCause(e)
                        .log();
            } catch (RuntimeException e) {
                LOG.atError().setMessage("work for a tenant failed unexpectedly").addKeyValue("work", what)
                        .addKeyValue("tenant", tenant.tenant())
                        .setCause(e).log();
            }
        }
    }

    private void ship(TenantTsdb tenant) {
        try {
            int unused = tenant.ship();
        } catch (IOException e) {
            throw new StorageException("uploading the blocks of tenant " + tenant.tenant() + ": " + e.getMessage(), e);
        }
    }

    private void takeDownIfUnused(TenantTsdb tenant) {
        Duration retention = options.cutting().retention();
        if (retention.isZero() || tenant.tenant().equals(defaultTenant)) {
            return;
        }
        long oldest = clock.millis() - retention.toMillis();
        TimeRange range = tenant.tsdb().timeRange();
        long lastWrite = tenant.tsdb().lastAppendMillis();
        if (range.isEmpty() && lastWrite == 0 || !range.isEmpty() && range.max() >= oldest || lastWrite >= oldest) {
            return;
        }
        try {
            tenant.tsdb().flush();
            if (tenant.ship() == 0) {
                tenants.remove(tenant);
                LOG.atInfo().setMessage("tenant taken down, since it has sent nothing for as long as samples are kept")
                        .addKeyValue("tenant", tenant.tenant()).log();
            }
        } catch (IOException e) {
            throw new StorageException("taking down tenant " + tenant.tenant() + ": " + e.getMessage(), e);
        }
    }

    /// Ends the regular work, turns all heads into blocks, uploads them, and closes the databases and the bucket. What cannot be uploaded stays on disk.
    ///
    /// @return whether all went well
    public boolean stop() {
        close();
        var ended = new ArrayList<TenantId>();
        each("flushing", tenant -> {
            tenant.tsdb().flush();
            ship(tenant);
            ended.add(tenant.tenant());
        });
        boolean well = ended.size() == tenants.all().size();
        tenants.close();
        options.shipping().ifPresent(shipping -> shipping.bucket().close());
        return well;
    }

    @Override
    public void close() {
        for (ScheduledExecutorService thread : new ScheduledExecutorService[]{ticking, maintaining, shipping}) {
            thread.shutdown();
        }
        try {
            for (ScheduledExecutorService thread : new ScheduledExecutorService[]{ticking, maintaining, shipping}) {
                boolean ended = thread.awaitTermination(10, TimeUnit.MINUTES);
                if (!ended) {
                    LOG.atWarn().setMessage("regular work of tenants does not end").log();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
