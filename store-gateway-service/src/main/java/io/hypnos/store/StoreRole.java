package io.hypnos.store;

import static io.hypnos.service.flags.UnservedFlag.refused;
import static io.hypnos.service.flags.UnservedFlag.withoutEffect;

import java.util.List;

import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.ServerFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.UnservedFlag;
import io.hypnos.service.flags.Variables;

/// `store`: serves the blocks of a bucket over the StoreAPI.
public final class StoreRole implements Role<StoreFlags> {

    private static final List<UnservedFlag> UNSERVED = List.of(
            // Blocks that were converted to Parquet would be left to another gateway.
            refused("--objstore-parquet.config", ""), refused("--objstore-parquet.config-file", ""),
            withoutEffect("--store.caching-bucket.config"), withoutEffect("--store.caching-bucket.config-file"),
            withoutEffect("--matcher-cache-size"), withoutEffect("--grpc-server-tls-curves"),
            withoutEffect("--store.index-header-posting-offsets-in-mem-sampling"),
            withoutEffect("--debug.series-batch-size"), withoutEffect("--debug.estimated-max-series-size"),
            withoutEffect("--debug.estimated-max-chunk-size"));

    @Override
    public String name() {
        return "store";
    }

    @Override
    public RoleFlags<StoreFlags> flags() {
        return new RoleFlags<>(name(), "Serves the blocks of a bucket over the StoreAPI.", StoreFlags::new, UNSERVED);
    }

    @Override
    public ServerFlags servers(StoreFlags flags) {
        return new ServerFlags(flags.log, flags.http, flags.grpc, flags.web);
    }

    @Override
    public Class<?> configuration() {
        return StoreConfiguration.class;
    }

    @Override
    public List<String> check(StoreFlags flags, Variables variables) {
        StoreSettings settings = StoreSettings.of(flags, variables);
        return List.of("bucket: " + settings.bucket().store().bucketName(),
                "data directory: " + settings.dataDirectory(),
                "index cache: " + settings.cache().maxBytes() + " bytes",
                "time: " + flags.blocks.minTime + " to " + flags.blocks.maxTime);
    }
}
