package io.hypnos.store.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.block.filter.DeletionMarkFilter;
import io.hypnos.objstore.block.filter.DuplicateFilter;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.store.block.BlockStorage;
import io.hypnos.store.block.BlockStorage.PostingsPolicy;
import io.hypnos.store.block.BucketBlock.Preparation;
import io.hypnos.store.cache.CacheMetrics;
import io.hypnos.store.cache.CacheOptions;
import io.hypnos.store.cache.InMemoryIndexCache;
import io.hypnos.store.cache.IndexCache;
import io.hypnos.store.fetch.ByteBudget;
import io.hypnos.store.fetch.FetchLimits;
import io.hypnos.store.fetch.RangeReader;
import io.hypnos.store.header.HeaderMetrics;
import io.hypnos.store.header.HeaderStorage;
import io.hypnos.store.select.BucketSeriesStore;
import io.hypnos.store.select.RequestGate;
import io.hypnos.store.select.RequestLimits;
import io.hypnos.store.select.SelectMetrics;
import io.hypnos.store.sync.BlockSync;
import io.hypnos.store.sync.SyncMetrics;
import io.hypnos.store.sync.SyncOptions;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.PageCache;

/// A store gateway without its servers over a bucket, and a way to put blocks there.
public final class GatewayFixture implements AutoCloseable {

    private final Bucket bucket;
    private final Path temp;
    private int written;
    private Options options = Options.DEFAULT;
    private BlockSync blocks;
    private BucketSeriesStore store;

    /// What tests vary.
    public record Options(boolean cache, PostingsPolicy postings, Preparation preparation, FetchLimits limits,
            long chunkBytes, int concurrency) {

        public static final Options DEFAULT = new Options(true, PostingsPolicy.DEFAULT, Preparation.BUILD,
                FetchLimits.NONE, 0, 20);

        public Options withoutCache() {
            return new Options(false, postings, preparation, limits, chunkBytes, concurrency);
        }

        public Options with(PostingsPolicy policy) {
            return new Options(cache, policy, preparation, limits, chunkBytes, concurrency);
        }

        public Options with(Preparation chosen) {
            return new Options(cache, postings, chosen, limits, chunkBytes, concurrency);
        }

        public Options with(FetchLimits chosen) {
            return new Options(cache, postings, preparation, chosen, chunkBytes, concurrency);
        }

        public Options withChunkBytes(long bytes) {
            return new Options(cache, postings, preparation, limits, bytes, concurrency);
        }

        public Options withConcurrency(int calls) {
            return new Options(cache, postings, preparation, limits, chunkBytes, calls);
        }
    }

    /// Takes over `bucket`.
    ///
    /// @param temp a directory for blocks that are written and for index headers
    public GatewayFixture(Bucket bucket, Path temp) {
        this.bucket = bucket;
        this.temp = temp;
        build();
    }

    /// Starts over with other options, over the same data directory.
    public void restart(Options changed) {
        blocks.close();
        options = changed;
        build();
    }

    private void build() {
        var fresh = new PrometheusRegistry();
        var cacheOptions = CacheOptions.of(32 << 20);
        IndexCache cache = options.cache()
                ? new InMemoryIndexCache(cacheOptions, new CacheMetrics(fresh, cacheOptions))
                : IndexCache.NONE;
        var storage = new BlockStorage(bucket, new RangeReader(bucket, 16), cache,
                new HeaderStorage(dataDirectory(), bucket, new PageCache(4 << 20), new HeaderMetrics(fresh)),
                options.postings());
        var marks = new MarkReader(new BlockMarks(bucket), 4);
        var fetcher = new MetaFetcher(bucket, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT,
                List.of(new DeletionMarkFilter(marks, Duration.ZERO.minusSeconds(1), Clock.systemUTC()),
                        new DuplicateFilter()),
                new MetaFetchMetrics(fresh));
        blocks = new BlockSync(fetcher, storage,
                new SyncOptions(4, options.preparation(), dataDirectory(), () -> TimeRange.ALL),
                new SyncMetrics(fresh), Clock.systemUTC());
        store = new BucketSeriesStore(blocks,
                new RequestLimits(options.limits(), new ByteBudget(options.chunkBytes())),
                new RequestGate(options.concurrency(), fresh), new SelectMetrics(fresh));
    }

    public Path dataDirectory() {
        return temp.resolve("data");
    }

    public Bucket bucket() {
        return bucket;
    }

    public BlockSync blocks() {
        return blocks;
    }

    public BucketSeriesStore store() {
        return store;
    }

    /// Puts a block of series, which must be in ascending order of labels, into the bucket.
    ///
    /// @param resolution milliseconds, 0 for raw
    public Ulid put(Labels external, long resolution, List<ChunkSeries> series) throws IOException {
        long min = series.stream().flatMap(one -> one.chunks().stream()).mapToLong(chunk -> chunk.minTime()).min()
                .orElseThrow();
        long max = series.stream().flatMap(one -> one.chunks().stream()).mapToLong(chunk -> chunk.maxTime()).max()
                .orElseThrow() + 1;
        return put(external, resolution, min, max, series);
    }

    public Ulid put(Labels external, long resolution, long min, long max, List<ChunkSeries> series)
            throws IOException {
        var id = new Ulid(1_700_000_000_000L + written << 16, ++written);
        Path local = Files.createDirectories(temp.resolve("local"));
        try (var writer = LabelledBlockWriter.create(local, id, 1 << 20)) {
            for (ChunkSeries one : series) {
                writer.add(one.labels(), new ArrayList<>(one.chunks()));
            }
            writer.finish(new BlockDraft(min, max, BlockLineage.original(id),
                    ThanosMeta.of(external, "test").withResolution(resolution)));
        }
        Path directory = local.resolve(id.toString());
        new BlockUploader(bucket, BlockUploader.Options.DEFAULT, Clock.systemUTC()).upload(directory,
                BlockMeta.read(directory));
        DurableFiles.deleteRecursively(directory);
        return id;
    }

    @Override
    public void close() {
        blocks.close();
        bucket.close();
    }
}
