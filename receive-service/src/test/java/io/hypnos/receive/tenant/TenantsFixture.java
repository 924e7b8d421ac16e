package io.hypnos.receive.tenant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.ship.ShipperMetrics;
import io.hypnos.objstore.ship.ShipperOptions;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.TsdbOptions;

/// Databases of tenants in a directory of a test.
public final class TenantsFixture {

    private TenantsFixture() {}

    /// Tenants announced as `replica="r1", tenant_id="<tenant>"`, without a bucket and without limits on time.
    public static TenantTsdbs open(Path root) {
        return new TenantTsdbs(options(root, Optional.empty(), options -> options));
    }

    /// @param bucket where blocks go; empty to keep them
    /// @param tune   changes the options of databases
    public static TenantOptions options(Path root, Optional<Bucket> bucket, UnaryOperator<TsdbOptions.Builder> tune) {
        var shipping = bucket.map(open -> new TenantOptions.Shipping(open,
                new ShipperOptions("receive", false, false, new BlockUploader.Options(false, 1)),
                new ShipperMetrics(new PrometheusRegistry())));
        return new TenantOptions(root,
                () -> tune.apply(TsdbOptions.builder().diskReserve(0).futureTolerance(Duration.ZERO)),
                tenant -> Labels.of("replica", "r1", "tenant_id", tenant.value()), shipping,
                new TenantOptions.Cutting(Duration.ofHours(2), Duration.ofDays(15)));
    }
}
