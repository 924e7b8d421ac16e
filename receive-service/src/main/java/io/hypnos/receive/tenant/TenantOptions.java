package io.hypnos.receive.tenant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ship.ShipperMetrics;
import io.hypnos.objstore.ship.ShipperOptions;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.TsdbOptions;

/// How the databases of tenants are set up.
///
/// @param root           has a directory per tenant
/// @param tsdb           gives options to complete for one tenant
/// @param externalLabels of a tenant, now
/// @param shipping       where blocks go; empty to keep them
/// @param cutting        block range and retention
public record TenantOptions(Path root, Supplier<TsdbOptions.Builder> tsdb, Function<TenantId, Labels> externalLabels,
        Optional<Shipping> shipping,
        Cutting cutting) {

    /// Where blocks are uploaded to, and how.
    public record Shipping(Bucket bucket, ShipperOptions options, ShipperMetrics metrics) {}

    /// @param blockRange the time that a block from the head spans
    /// @param retention  how long samples are kept here; zero for ever
    public record Cutting(Duration blockRange, Duration retention) {}
}
