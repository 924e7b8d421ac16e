package io.hypnos.receive.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.head.HeadMetrics;
import io.hypnos.tsdb.wal.WalMetrics;
import io.hypnos.tsdb.write.AppendResult;

/// What the databases count, as Prometheus' own `prometheus_tsdb_*` with the tenant's name beside it. `prometheus_tsdb_head_series` is what
/// limits of active series are measured by.
public final class TenantMetrics implements MultiCollector {

    private final TenantTsdbs tenants;

    public TenantMetrics(TenantTsdbs tenants, PrometheusRegistry registry) {
        this.tenants = tenants;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        List<TenantTsdb> all = List.copyOf(tenants.all());
        var snapshots = new ArrayList<MetricSnapshot>();
        snapshots.add(gauge(all, "prometheus_tsdb_head_series", "Total number of series in the head block.",
                t -> t.tsdb().seriesCount()));
        snapshots.add(gauge(all, "prometheus_tsdb_blocks_loaded", "Number of currently loaded data blocks",
                t -> t.tsdb().blocks().size()));
        snapshots.add(gauge(all, "hypnos_tsdb_unreadable_blocks",
                "Number of data blocks that cannot be opened and are left out of answers.",
                t -> t.tsdb().unreadableBlocks()));
        snapshots.add(
                gauge(all, "prometheus_tsdb_lowest_timestamp_seconds", "Lowest timestamp value stored in the database.",
                        t -> seconds(t.tsdb().timeRange(), false)));
        snapshots.add(gauge(all, "prometheus_tsdb_head_max_time_seconds", "Maximum timestamp of the head block.",
                t -> seconds(t.tsdb().timeRange(), true)));
        snapshots.add(
                gauge(all, "prometheus_tsdb_data_replay_duration_seconds", "Time taken to replay the data on disk.",
                        t -> t.metrics().head().replayNanos.sum() / 1e9));
        snapshots.add(samplesAppended(all));
        snapshots.add(head(all, "prometheus_tsdb_exemplar_exemplars_appended", "Total number of appended exemplars.",
                h -> h.exemplarsAppended.sum()));
        snapshots.add(head(all, "prometheus_tsdb_head_out_of_order_samples_appended",
                "Total number of appended out of order samples.",
                h -> h.lateAppended.sum()));
        snapshots.add(head(all, "prometheus_tsdb_head_series_created", "Total number of series created in the head",
                h -> h.seriesCreated.sum()));
        snapshots.add(head(all, "prometheus_tsdb_head_series_removed", "Total number of series removed in the head",
                h -> h.seriesRemoved.sum()));
        snapshots.add(head(all, "prometheus_tsdb_head_chunks_created", "Total number of chunks created in the head",
                h -> h.chunksWritten.sum()));
        snapshots.add(head(all, "prometheus_tsdb_head_truncations", "Total number of head truncations attempted.",
                h -> h.truncations.sum()));
        snapshots.add(head(all, "prometheus_tsdb_compactions",
                "Total number of compactions that were executed for the partition.", h -> h.cuts.sum()));
        snapshots.add(head(all, "prometheus_tsdb_compactions_failed",
                "Total number of compactions that failed for the partition.",
                h -> h.cutFailures.sum()));
        snapshots.add(head(all, "prometheus_tsdb_out_of_order_samples",
                "Total number of out of order samples ingestion failed attempts.",
                h -> h.refused(AppendResult.OUT_OF_ORDER)));
        snapshots.add(head(all, "prometheus_tsdb_out_of_bound_samples",
                "Total number of out of bound samples ingestion failed attempts.",
                h -> h.refused(AppendResult.OUT_OF_BOUNDS) + (double) h.refused(AppendResult.TOO_FAR_AHEAD)));
        snapshots.add(head(all, "prometheus_tsdb_too_old_samples",
                "Total number of out of order samples ingestion failed attempts with too old samples.",
                h -> h.refused(AppendResult.TOO_OLD)));
        snapshots.add(log(all, "prometheus_tsdb_wal_writes_failed", "Total number of write log writes that failed.",
                w -> w.writeFailures.sum()));
        snapshots.add(
                log(all, "prometheus_tsdb_wal_corruptions", "Total number of WAL corruptions.", w -> w.damaged.sum()));
        snapshots.add(log(all, "prometheus_tsdb_wal_truncations", "Total number of WAL truncations attempted.",
                w -> w.truncations.sum()));
        snapshots.add(log(all, "prometheus_tsdb_checkpoint_creations",
                "Total number of checkpoint creations attempted.", w -> w.checkpoints.sum()));
        snapshots.add(log(all, "prometheus_tsdb_checkpoint_creations_failed",
                "Total number of checkpoint creations that failed.",
                w -> w.checkpointFailures.sum()));
        snapshots.add(log(all, "hypnos_tsdb_wal_syncs", "How often the write-ahead log was forced to disk.",
                w -> w.syncs.sum()));
        snapshots.add(
                log(all, "hypnos_tsdb_wal_records", "Records written to the write-ahead log.", w -> w.records.sum()));
        snapshots.add(log(all, "hypnos_tsdb_wal_written_bytes", "Bytes written to the write-ahead log.",
                w -> w.bytesWritten.sum()));
        snapshots.add(plain("thanos_receive_multi_db_updates_attempted",
                "Number of attempts to open the database of a tenant.", tenants.openAttempts()));
        snapshots.add(plain("thanos_receive_multi_db_updates_completed",
                "Number of databases of tenants that were opened.", tenants.opened()));
        return new MetricSnapshots(snapshots);
    }

    private static CounterSnapshot plain(String name, String help, double value) {
        return CounterSnapshot.builder().name(name).help(help)
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build()).build();
    }

    private static double seconds(TimeRange range, boolean last) {
        return range.isEmpty() ? 0 : (last ? range.max() : range.min()) / 1e3;
    }

    private static GaugeSnapshot gauge(List<TenantTsdb> all, String name, String help,
            ToDoubleFunction<TenantTsdb> value) {
        var snapshot = GaugeSnapshot.builder().name(name).help(help);
        for (TenantTsdb tenant : all) {
            snapshot.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(Labels.of("tenant", tenant.tenant().value()))
                            .value(value.applyAsDouble(tenant)).build());
        }
        return snapshot.build();
    }

    private static CounterSnapshot head(List<TenantTsdb> all, String name, String help,
            ToDoubleFunction<HeadMetrics> value) {
        return counter(all, name, help, tenant -> value.applyAsDouble(tenant.metrics().head()));
    }

    private static CounterSnapshot log(List<TenantTsdb> all, String name, String help,
            ToDoubleFunction<WalMetrics> value) {
        return counter(all, name, help, tenant -> value.applyAsDouble(tenant.metrics().log()));
    }

    private static CounterSnapshot counter(List<TenantTsdb> all, String name, String help,
            ToDoubleFunction<TenantTsdb> value) {
        var snapshot = CounterSnapshot.builder().name(name).help(help);
        for (TenantTsdb tenant : all) {
            snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("tenant", tenant.tenant().value()))
                    .value(value.applyAsDouble(tenant)).build());
        }
        return snapshot.build();
    }

    private static CounterSnapshot samplesAppended(List<TenantTsdb> all) {
        var snapshot = CounterSnapshot.builder().name("prometheus_tsdb_head_samples_appended")
                .help("Total number of appended samples.");
        for (TenantTsdb tenant : all) {
            String name = tenant.tenant().value();
            snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("tenant", name, "type", "float"))
                    .value(tenant.metrics().head().floatsAppended.sum()).build());
            snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("tenant", name, "type", "histogram"))
                    .value(tenant.metrics().head().histogramsAppended.sum()).build());
        }
        return snapshot.build();
    }
}
