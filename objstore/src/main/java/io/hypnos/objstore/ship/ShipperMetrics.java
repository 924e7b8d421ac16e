package io.hypnos.objstore.ship;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How the uploads of one process go, by tenant. No `uploads` for hours while samples come in means that blocks pile up on the local disk;
/// failures say why in the log.
public final class ShipperMetrics {

    private final Counter syncs;
    private final Counter syncFailures;
    private final Counter uploads;
    private final Counter uploadFailures;
    private final Counter corruptedBlocks;
    private final Gauge compactedDone;

    public ShipperMetrics(PrometheusRegistry registry) {
        syncs = counter("thanos_shipper_dir_syncs_total", "Total number of dir syncs", registry);
        syncFailures = counter("thanos_shipper_dir_sync_failures_total", "Total number of failed dir syncs", registry);
        uploads = counter("thanos_shipper_uploads_total", "Total number of uploaded blocks", registry);
        uploadFailures = counter("thanos_shipper_upload_failures_total", "Total number of block upload failures",
                registry);
        corruptedBlocks = counter("thanos_shipper_corrupted_blocks_total", "Total number of corrupted blocks",
                registry);
        compactedDone = Gauge.builder().name("thanos_shipper_upload_compacted_done")
                .help("If 1 it means shipper uploaded all compacted blocks from the filesystem.").labelNames("tenant")
                .register(registry);
    }

    /// Shows a tenant's counters, at 0.
    void begin(String tenant) {
        for (Counter counter : new Counter[]{syncs, syncFailures, uploads, uploadFailures, corruptedBlocks}) {
            counter.initLabelValues(tenant);
        }
        compactedDone.initLabelValues(tenant);
    }

    /// Forgets a tenant that is gone.
    void end(String tenant) {
        for (Counter counter : new Counter[]{syncs, syncFailures, uploads, uploadFailures, corruptedBlocks}) {
            counter.remove(tenant);
        }
        compactedDone.remove(tenant);
    }

    void synced(String tenant, boolean compactedToo) {
        syncs.labelValues(tenant).inc();
        compactedDone.labelValues(tenant).set(compactedToo ? 1 : 0);
    }

    void syncFailed(String tenant) {
        syncFailures.labelValues(tenant).inc();
    }

    void uploaded(String tenant) {
        uploads.labelValues(tenant).inc();
    }

    void uploadFailed(String tenant) {
        uploadFailures.labelValues(tenant).inc();
    }

    void foundCorrupted(String tenant) {
        corruptedBlocks.labelValues(tenant).inc();
    }

    private static Counter counter(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).labelNames("tenant").register(registry);
    }
}
