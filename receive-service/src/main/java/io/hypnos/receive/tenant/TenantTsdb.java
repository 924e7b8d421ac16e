package io.hypnos.receive.tenant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.ship.Shipper;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.Refusal;
import io.hypnos.tsdb.write.WriteBatch;

/// The database of one tenant, and what brings its blocks to the bucket.
public final class TenantTsdb {

    private final TenantId tenant;
    private final Path directory;
    private final Supplier<Labels> externalLabels;
    private final Tsdb tsdb;
    private final TsdbMetrics metrics;
    private final @Nullable Shipper shipper;
    /// Writes share it; closing has it alone, so that no write meets a closed database.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean closed;
    private volatile Set<String> uploaded;

    /// What stands behind a [TenantTsdb].
    ///
    /// @param shipper null where there is no bucket
    record Parts(Path directory, Tsdb tsdb, TsdbMetrics metrics, @Nullable Shipper shipper, Set<String> uploaded) {}

    TenantTsdb(TenantId tenant, Supplier<Labels> externalLabels, Parts parts) {
        this.tenant = tenant;
        this.externalLabels = externalLabels;
        this.directory = parts.directory();
        this.tsdb = parts.tsdb();
        this.metrics = parts.metrics();
        this.shipper = parts.shipper();
        this.uploaded = parts.uploaded();
    }

    public TenantId tenant() {
        return tenant;
    }

    Path directory() {
        return directory;
    }

    /// The labels under which the tenant's series are announced, now.
    public Labels externalLabels() {
        return externalLabels.get();
    }

    /// For reading.
    public Tsdb tsdb() {
        return tsdb;
    }

    TsdbMetrics metrics() {
        return metrics;
    }

    /// Stores the listed series of a batch, all where the list is null.
    public BatchResult append(WriteBatch batch, int @Nullable [] series, LabelKeyDecoder decoder) {
        gate.readLock().lock();
        try {
            return closed ? BatchResult.refused(Refusal.CLOSED) : tsdb.append(batch, series, decoder);
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Whether retention may delete a block: one that is in the bucket, or any where there is no bucket.
    boolean isRemovable(String ulid) {
        return shipper == null || uploaded.contains(ulid);
    }

    /// Uploads what is new; returns how many blocks still wait.
    int ship() throws IOException {
        if (shipper == null) {
            return 0;
        }
        Shipper.Result result = shipper.sync();
        uploaded = idsOf(shipper);
        return result.pending();
    }

    static Set<String> idsOf(Shipper shipper) throws IOException {
        return shipper.uploaded().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    /// Closes the database; writes that come afterwards are refused.
    void close() {
        gate.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tsdb.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    /// Takes the tenant out of the metrics of the shipper.
    void forget() {
        if (shipper != null) {
            shipper.close();
        }
    }
}
