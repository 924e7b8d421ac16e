package io.hypnos.compact;

import java.util.List;

import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.ServerFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.UnservedFlag;
import io.hypnos.service.flags.Variables;

/// `compact`: merges, downsamples and deletes the blocks of a bucket.
public final class CompactRole implements Role<CompactFlags> {

    private static final List<UnservedFlag> UNSERVED = List.of(
            // Nothing halts as a whole here, so there is nothing to choose.
            UnservedFlag.switchWithoutEffect("--debug.halt-on-error"),
            UnservedFlag.refusedSwitch("--debug.accept-malformed-index"),
            UnservedFlag.withoutEffect("--block-viewer.global.sync-block-interval"),
            UnservedFlag.withoutEffect("--block-viewer.global.sync-block-timeout"));

    @Override
    public String name() {
        return "compact";
    }

    @Override
    public RoleFlags<CompactFlags> flags() {
        return new RoleFlags<>(name(), "Compacts, downsamples and deletes the blocks of a bucket.", CompactFlags::new,
                UNSERVED);
    }

    @Override
    public ServerFlags servers(CompactFlags flags) {
        return new ServerFlags(flags.log, flags.http, null, flags.web);
    }

    @Override
    public Class<?> configuration() {
        return CompactConfiguration.class;
    }

    @Override
    public List<String> check(CompactFlags flags, Variables variables) {
        CompactSettings settings = CompactSettings.of(flags, variables);
        return List.of("bucket: " + settings.bucket().store().bucketName(),
                "data directory: " + settings.options().dataDirectory(),
                "compaction levels: " + settings.options().merging().ranges().lengths(),
                "vertical compaction: " + (settings.options().merging().vertical() ? "on" : "off"));
    }
}
