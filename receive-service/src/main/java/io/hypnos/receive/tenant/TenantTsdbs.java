package io.hypnos.receive.tenant;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.ship.Shipper;
import io.hypnos.series.StorageException;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.io.DurableFiles;

/// The databases of all tenants of this node, in `<root>/<tenant>`. A tenant's database is made by its first write. One that cannot be opened
/// is told and tried again later; it takes down nobody else.
public final class TenantTsdbs {

    private static final Logger LOG = LoggerFactory.getLogger(TenantTsdbs.class);
    private static final int PARALLEL_OPENS = 2;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TenantOptions options;
    private final Map<TenantId, TenantTsdb> open = new ConcurrentSkipListMap<>();
    private final Map<TenantId, Object> openLocks = new ConcurrentHashMap<>();
    private final Map<TenantId, Failure> failures = new ConcurrentHashMap<>();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder completions = new LongAdder();
    private volatile boolean closed;

    /// Why and when a database could not be opened.
    private record Failure(String reason, long atNanos, Throwable cause) {}

    public TenantTsdbs(TenantOptions options) {
        this.options = options;
    }

    /// Opens the databases that are there from before, and that of the default tenant.
    ///
    /// @throws IOException when the root directory cannot be used
    public void openExisting(TenantId defaultTenant) throws IOException {
        Files.createDirectories(options.root());
        var found = new ArrayList<TenantId>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(options.root(), Files::isDirectory)) {
            for (Path directory : directories) {
                String name = String.valueOf(directory.getFileName());
                if (TenantId.isValid(name) && !name.startsWith(".")) {
                    found.add(new TenantId(name));
                }
            }
        }
        if (!found.contains(defaultTenant)) {
            found.add(defaultTenant);
        }
        openAll(found);
    }

    private void openAll(List<TenantId> tenants) {
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_OPENS,
                Thread.ofPlatform().name("open-tenant-", 0).factory())) {
            List<Future<?>> opened = new ArrayList<>();
            for (TenantId tenant : tenants) {
                opened.add(threads.submit(() -> get(tenant)));
            }
            for (Future<?> one : opened) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    LOG.atDebug().setMessage("a tenant was left out").setCause(e).log();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /// Those that are open, by name.
    public Collection<TenantTsdb> all() {
        return open.values();
    }

    public Optional<TenantTsdb> find(TenantId tenant) {
        return Optional.ofNullable(open.get(tenant));
    }

    /// The database of a tenant, made if need be.
    ///
    /// @throws TenantUnavailableException when it cannot be opened
    public TenantTsdb get(TenantId tenant) {
        TenantTsdb known = open.get(tenant);
        return known != null ? known : openOne(tenant);
    }

    private TenantTsdb openOne(TenantId tenant) {
        synchronized (openLocks.computeIfAbsent(tenant, key -> new Object())) {
            TenantTsdb known = open.get(tenant);
            if (known != null) {
                return known;
            }
            Failure last = failures.get(tenant);
            if (last != null && System.nanoTime() - last.atNanos() < RETRY_NANOS) {
                throw new TenantUnavailableException(last.reason(), last.cause());
            }
            attempts.increment();
            try {
                TenantTsdb fresh = make(tenant);
                completions.increment();
                failures.remove(tenant);
                open.put(tenant, fresh);
                return fresh;
            } catch (IOException | StorageException e) {
                String reason = "the database of tenant " + tenant + " cannot be opened: " + e.getMessage();
                failures.put(tenant, new Failure(reason, System.nanoTime(), e));
                LOG.atError().setMessage("a tenant's database cannot be opened").addKeyValue("tenant", tenant)
                        .setCause(e).log();
                throw new TenantUnavailableException(reason, e);
            }
        }
    }

    private TenantTsdb make(TenantId tenant) throws IOException {
        if (closed) {
            throw new IOException("the service is stopping");
        }
        Path directory = options.root().resolve(tenant.value());
        Files.createDirectories(directory);
        Shipper shipper = options.shipping()
                .map(shipping -> new Shipper(tenant.value(), directory, shipping.bucket(), shipping.options(),
                        () -> options.externalLabels().apply(tenant), shipping.metrics()))
                .orElse(null);
        Set<String> uploaded = shipper == null ? Set.of() : TenantTsdb.idsOf(shipper);
        var metrics = new TsdbMetrics();
        var made = new Removable();
        TsdbOptions tsdbOptions = options.tsdb().get().removable(made::isRemovable).upkeep(TsdbOptions.Upkeep.CALLER)
                .build();
        Tsdb tsdb = Tsdb.open(directory, tsdbOptions, metrics);
        var tenantTsdb = new TenantTsdb(tenant, () -> options.externalLabels().apply(tenant),
                new TenantTsdb.Parts(directory, tsdb, metrics, shipper, uploaded));
        made.tsdb = tenantTsdb;
        LOG.atInfo().setMessage("tenant opened").addKeyValue("tenant", tenant).addKeyValue("series", tsdb.seriesCount())
                .log();
        return tenantTsdb;
    }

    /// Answers for a database that is still being made: nothing may go.
    private static final class Removable {
        private volatile @Nullable TenantTsdb tsdb;

        boolean isRemovable(String ulid) {
            TenantTsdb made = tsdb;
            return made != null && made.isRemovable(ulid);
        }
    }

    /// Closes a tenant's database and deletes its directory. The tenant may come back.
    void remove(TenantTsdb tenant) throws IOException {
        synchronized (openLocks.computeIfAbsent(tenant.tenant(), key -> new Object())) {
            open.remove(tenant.tenant());
            tenant.close();
            tenant.forget();
            DurableFiles.deleteRecursively(tenant.directory());
        }
    }

    /// How often a database was to be opened.
    long openAttempts() {
        return attempts.sum();
    }

    /// How often that worked.
    long opened() {
        return completions.sum();
    }

    /// Series in the head of a tenant.
    public long headSeries(TenantId tenant) {
        TenantTsdb known = open.get(tenant);
        return known == null ? 0 : known.tsdb().seriesCount();
    }

    /// Whether any tenant's database takes writes, or none is open yet. They share a disk: when it is full, none does.
    public boolean acceptWrites() {
        return open.isEmpty() || open.values().stream().anyMatch(tenant -> tenant.tsdb().acceptsWrites());
    }

    /// Closes all; none can be opened any more.
    public void close() {
        closed = true;
        open.values().forEach(TenantTsdb::close);
    }
}
