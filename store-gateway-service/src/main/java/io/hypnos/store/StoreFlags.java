package io.hypnos.store;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.ObjstoreFlags;
import io.hypnos.service.flags.SelectorFlags;
import io.hypnos.service.flags.StoreLimitFlags;
import io.hypnos.service.flags.WebFlags;

/// The flags of the store gateway, as Thanos has them.
public final class StoreFlags {

    @Mixin
    LogFlags log = new LogFlags();
    @Mixin
    HttpFlags http = new HttpFlags();
    @Mixin
    GrpcServerFlags grpc = new GrpcServerFlags();
    @Mixin
    WebFlags web = new WebFlags();
    @Mixin
    ObjstoreFlags objstore = new ObjstoreFlags();
    @Mixin
    SelectorFlags selector = new SelectorFlags();
    @Mixin
    BlockFlags blocks = new BlockFlags();
    @Mixin
    IndexFlags index = new IndexFlags();
    @Mixin
    CallFlags calls = new CallFlags();
    @Mixin
    StoreLimitFlags limits = new StoreLimitFlags();

    @Option(names = "--bucket-web-label", paramLabel = "<label>", description = "External label by which pages group blocks.")
    String bucketWebLabel = "";

    @Option(names = "--web.disable", description = "Do not serve the blocks API.")
    boolean webDisabled;

    @Option(names = "--disable-admin-operations", description = {
        "Refuse marking blocks over HTTP, whatever else is said; they are refused anyway without --enable-admin-operations."})
    private boolean disableAdminOperations;

    @Option(names = "--enable-admin-operations", description = {
        "Allow whoever reaches the HTTP port to mark blocks for deletion or against compaction."})
    private boolean enableAdminOperations;

    boolean isAdminEnabled() {
        return enableAdminOperations && !disableAdminOperations;
    }
}
