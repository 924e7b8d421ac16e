package io.hypnos.store.header;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.Bucket;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.PageCache;

/// Where index headers are kept and how they are made; shared by all blocks.
public final class HeaderStorage {

    private final @Nullable Path directory;
    private final HeaderBuilder builder;
    private final PageCache pages;
    private final HeaderMetrics metrics;

    /// @param directory below which each block has a directory; null to keep headers in memory, whole, while they are open
    /// @param pages     keeps parts of headers on disk in memory
    public HeaderStorage(@Nullable Path directory, Bucket bucket, PageCache pages, HeaderMetrics metrics) {
        this.directory = directory;
        this.builder = new HeaderBuilder(bucket);
        this.pages = pages;
        this.metrics = metrics;
    }

    /// The place of a block's header; null where it is kept in memory.
    @Nullable
    Path file(Ulid block) {
        return directory == null ? null : directory.resolve(block.toString()).resolve(HeaderFile.NAME);
    }

    HeaderBuilder builder() {
        return builder;
    }

    PageCache pages() {
        return pages;
    }

    HeaderMetrics metrics() {
        return metrics;
    }
}
