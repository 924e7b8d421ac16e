package io.hypnos.store.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.ConcurrentWork;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.storeapi.StoreInfo;
import io.hypnos.store.block.BlockStorage;
import io.hypnos.store.block.BucketBlock;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.DurableFiles;

/// The blocks that are served: brought up to date with the bucket by [#sync()], chosen from by requests at any time.
///
/// A block that cannot be loaded is counted, logged, left out, and tried again at the next look; the others are served. Blocks that are gone from
/// the bucket, or hidden by a filter, are dropped once what replaces them is there; requests that use them come to their end.
public final class BlockSync implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BlockSync.class);

    private final MetaFetcher fetcher;
    private final BlockStorage storage;
    private final SyncOptions options;
    private final SyncMetrics metrics;
    private final Clock clock;
    private volatile LoadedBlocks blocks = LoadedBlocks.NONE;
    private volatile Look last = new Look(BlockCatalog.EMPTY, List.of(), Instant.EPOCH, "");

    /// A look at the bucket.
    ///
    /// @param loaded those of the blocks that are served
    /// @param error  why the last look failed; empty when it did not. The rest is then of the look before
    public record Look(BlockCatalog catalog, List<BucketBlockMeta> loaded, Instant time, String error) {

        public Look {
            loaded = List.copyOf(loaded);
        }
    }

    public BlockSync(MetaFetcher fetcher, BlockStorage storage, SyncOptions options, SyncMetrics metrics,
            Clock clock) {
        this.fetcher = fetcher;
        this.storage = storage;
        this.options = options;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Looks at the bucket, loads what is new and drops what is gone.
    ///
    /// @throws IOException when the bucket cannot be looked at; what is loaded stays
    public synchronized void sync() throws IOException {
        BlockCatalog catalog;
        try {
            catalog = fetcher.fetch();
        } catch (IOException | RuntimeException e) {
            last = new Look(last.catalog(), last.loaded(), last.time(), e.toString());
            throw e;
        }
        Map<Ulid, BucketBlock> current = new ConcurrentHashMap<>();
        blocks.all().forEach(block -> current.put(block.id(), block));
        List<BucketBlockMeta> fresh = catalog.blocks().values().stream()
                .filter(meta -> !current.containsKey(meta.id())).toList();
        ConcurrentWork.forEach(fresh, options.concurrency(), meta -> load(meta, current));
        List<BucketBlock> gone = current.values().stream()
                .filter(block -> !catalog.blocks().containsKey(block.id()) && !isUnsure(block.id(), catalog)).toList();
        gone.forEach(block -> current.remove(block.id()));
        blocks = new LoadedBlocks(current.values());
        drop(gone);
        removeForgotten();
        Instant now = clock.instant();
        last = new Look(catalog, blocks.all().stream().map(BucketBlock::meta).toList(), now, "");
        metrics.serving(current.size(), now.toEpochMilli());
    }

    /// A meta that could not be read now says nothing about its block, which is served until something does.
    private static boolean isUnsure(Ulid block, BlockCatalog catalog) {
        return catalog.unknown().containsKey(block) && !catalog.isComplete();
    }

    private void load(BucketBlockMeta meta, Map<Ulid, BucketBlock> into) {
        long start = System.nanoTime();
        try {
            into.put(meta.id(), BucketBlock.load(meta, storage, options.preparation()));
            metrics.loaded((System.nanoTime() - start) / 1e9);
        } catch (IOException | StorageException e) {
            metrics.loadFailed();
            log.atWarn().addKeyValue("block", meta.id()).addKeyValue("err", e.getMessage())
                    .log("leaving out a block that cannot be loaded");
        }
    }

    private void drop(Collection<BucketBlock> gone) {
        for (BucketBlock block : gone) {
            block.close();
            metrics.dropped();
            log.atInfo().addKeyValue("block", block.id()).log("dropped a block");
        }
    }

    /// Removes the local directories of blocks that are not served. Open files of blocks that were dropped just now can still be read.
    private void removeForgotten() {
        Path directory = options.directory();
        if (directory == null) {
            return;
        }
        var served = new HashSet<Ulid>();
        blocks.all().forEach(block -> served.add(block.id()));
        try (var children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                Ulid block = Ulid.parseOrNull(String.valueOf(child.getFileName()));
                if (block != null && !served.contains(block)) {
                    remove(child);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was kept yet.
        } catch (IOException e) {
            log.atWarn().addKeyValue("err", e.toString()).log("cannot look for local files of dropped blocks");
        }
    }

    private void remove(Path directory) {
        try {
            DurableFiles.deleteRecursively(directory);
        } catch (IOException e) {
            metrics.dropFailed();
            log.atWarn().addKeyValue("path", directory).addKeyValue("err", e.toString())
                    .log("cannot remove the local files of a dropped block");
        }
    }

    /// The blocks that cover a range with data no coarser than allowed, of the streams whose external labels are wanted.
    public PinnedBlocks covering(TimeRange range, long maxResolution, Predicate<Labels> wanted) {
        while (true) {
            Optional<PinnedBlocks> pinned = PinnedBlocks.of(blocks.covering(range, maxResolution, wanted));
            if (pinned.isPresent()) {
                return pinned.get();
            }
            // A block was dropped in between; the list without it is there already.
        }
    }

    /// All blocks that touch a range, of the streams whose external labels are wanted.
    public PinnedBlocks overlapping(TimeRange range, Predicate<Labels> wanted) {
        while (true) {
            Optional<PinnedBlocks> pinned = PinnedBlocks.of(blocks.overlapping(range, wanted));
            if (pinned.isPresent()) {
                return pinned.get();
            }
        }
    }

    /// What is served, as queriers are told.
    public StoreInfo info() {
        return blocks.info(options.served().get());
    }

    /// The time that is answered for.
    public TimeRange served() {
        return options.served().get();
    }

    public Look last() {
        return last;
    }

    /// Closes the index headers that were not used for so long.
    public void closeIdleHeaders(long nanos) {
        blocks.all().forEach(block -> block.header().closeIfIdle(nanos));
    }

    @Override
    public synchronized void close() {
        List<BucketBlock> all = blocks.all();
        blocks = LoadedBlocks.NONE;
        all.forEach(BucketBlock::close);
    }
}
