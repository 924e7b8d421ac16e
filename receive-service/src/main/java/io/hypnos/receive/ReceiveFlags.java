package io.hypnos.receive;

import java.util.List;

import picocli.CommandLine.Mixin;

import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.ObjstoreFlags;
import io.hypnos.service.flags.StoreLimitFlags;
import io.hypnos.service.flags.UnservedFlag;

/// The flags of `receive`, Thanos' own and a few more.
public final class ReceiveFlags {

    /// Thanos' flags that have nothing behind them here.
    static final List<UnservedFlag> UNSERVED = List.of(
            UnservedFlag.refused("--receive.replication-protocol", "protobuf"),
            UnservedFlag.withoutEffect("--receive.capnproto-address"),
            UnservedFlag.refused("--receive.grpc-service-config", ""),
            UnservedFlag.switchWithoutEffect("--tsdb.allow-overlapping-blocks"),
            UnservedFlag.switchWithoutEffect("--tsdb.enable-native-histograms"),
            UnservedFlag.refusedSwitch("--tsdb.memory-snapshot-on-shutdown"),
            UnservedFlag.withoutEffect("--tsdb.write-queue-size"),
            UnservedFlag.withoutEffect("--tsdb.head.expanded-postings-cache-size"),
            UnservedFlag.withoutEffect("--tsdb.block.expanded-postings-cache-size"),
            UnservedFlag.withoutEffect("--matcher-cache-size"),
            UnservedFlag.withoutEffect("--receive.lazy-retrieval-max-buffered-responses"),
            UnservedFlag.refused("--enable-feature", ""),
            UnservedFlag.refusedSwitch("--shipper.ignore-unequal-block-size"),
            UnservedFlag.switchWithoutEffect("--shipper.skip-corrupted-blocks"),
            UnservedFlag.switchWithoutEffect("--receive.otlp-enable-target-info"),
            UnservedFlag.refused("--receive.otlp-promote-resource-attributes", ""),
            UnservedFlag.refused("--receive.artificial-max-delay", "0s"),
            UnservedFlag.withoutEffect("--grpc-server-tls-curves"),
            UnservedFlag.withoutEffect("--remote-write.server-tls-curves"));

    @Mixin
    private RemoteWriteFlags remoteWrite = new RemoteWriteFlags();
    @Mixin
    private TenantFlags tenants = new TenantFlags();
    @Mixin
    private HashringFlags hashring = new HashringFlags();
    @Mixin
    private StorageFlags storage = new StorageFlags();
    @Mixin
    private ObjstoreFlags objstore = new ObjstoreFlags();
    @Mixin
    private GrpcServerFlags grpc = new GrpcServerFlags();
    @Mixin
    private HttpFlags http = new HttpFlags();
    @Mixin
    private StoreLimitFlags storeLimits = new StoreLimitFlags();
    @Mixin
    private LogFlags log = new LogFlags();

    public RemoteWriteFlags remoteWrite() {
        return remoteWrite;
    }

    public TenantFlags tenants() {
        return tenants;
    }

    public HashringFlags hashring() {
        return hashring;
    }

    public StorageFlags storage() {
        return storage;
    }

    public ObjstoreFlags objstore() {
        return objstore;
    }

    public GrpcServerFlags grpc() {
        return grpc;
    }

    public HttpFlags http() {
        return http;
    }

    public StoreLimitFlags storeLimits() {
        return storeLimits;
    }

    public LogFlags log() {
        return log;
    }
}
