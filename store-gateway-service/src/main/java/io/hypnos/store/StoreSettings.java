package io.hypnos.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.hypnos.objstore.block.BlockDiscovery;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.config.BucketConfig;
import io.hypnos.objstore.config.InvalidConfigException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.config.RelabelFile;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.TimeBound;
import io.hypnos.service.flags.Variables;
import io.hypnos.store.block.BlockStorage.PostingsPolicy;
import io.hypnos.store.block.BucketBlock.Preparation;
import io.hypnos.store.cache.CacheOptions;
import io.hypnos.store.fetch.FetchLimits;
import io.hypnos.store.sync.SyncOptions;

/// What the flags of a store gateway come to, checked.
///
/// @param cache the index cache, no larger than the heap allows
record StoreSettings(BucketConfig bucket, Path dataDirectory, Blocks blocks, CacheOptions cache,
        PostingsPolicy postings, Calls calls) {

    private static final Set<RelabelAction> SELECTING = Set.of(RelabelAction.KEEP, RelabelAction.DROP,
            RelabelAction.HASHMOD);
    private static final int SAMPLES_PER_CHUNK = 120;
    /// What the index cache and the chunks of running calls may take of the heap, whatever their flags say.
    private static final int CACHE_SHARE = 4;
    private static final int CHUNK_SHARE = 3;

    /// Which blocks are served.
    ///
    /// @param fetch      how the bucket is looked at
    /// @param relabeling of external labels; what is left is served
    record Blocks(MetaFetcher.Options fetch, Relabeling relabeling, SyncOptions sync) {}

    /// How much calls may take.
    ///
    /// @param concurrency calls at once
    /// @param chunkBytes  chunks that they hold together
    record Calls(int concurrency, FetchLimits limits, long chunkBytes) {}

    /// @throws FlagException when the flags contradict themselves or a file cannot be used
    static StoreSettings of(StoreFlags flags, Variables variables) {
        long heap = Runtime.getRuntime().maxMemory();
        CacheOptions cache = flags.index.cacheConfig(variables).map(CacheOptions::parse)
                .orElseGet(() -> CacheOptions.of(flags.index.cacheSize.bytes()));
        CallFlags calls = flags.calls;
        var limits = new FetchLimits(notNegative("--store.grpc.touched-series-limit", calls.touchedSeries),
                (notNegative("--store.grpc.series-sample-limit", calls.samples) + SAMPLES_PER_CHUNK - 1)
                        / SAMPLES_PER_CHUNK,
                calls.downloadedBytes.bytes());
        return new StoreSettings(bucket(flags, variables), flags.blocks.dataDirectory.toAbsolutePath(),
                blocks(flags, variables), cache.atMost(heap / CACHE_SHARE),
                new PostingsPolicy(flags.index.lazyPostings, flags.index.maxListRatio),
                new Calls(atLeastOne("--store.grpc.series-max-concurrency", calls.maxConcurrency), limits,
                        Math.min(calls.chunkPool.bytes(), heap / CHUNK_SHARE)));
    }

    private static BucketConfig bucket(StoreFlags flags, Variables variables) {
        ConfigText config = flags.objstore.config(variables).orElseThrow(
                () -> new FlagException("no bucket to serve: give --objstore.config-file or --objstore.config"));
        try {
            return BucketConfig.parse(config.text(), config.name());
        } catch (InvalidConfigException e) {
            throw new FlagException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Blocks blocks(StoreFlags flags, Variables variables) {
        BlockFlags blocks = flags.blocks;
        BlockDiscovery discovery = BlockDiscovery.of(blocks.discovery).orElseThrow(() -> new FlagException(
                "--block-discovery-strategy must be concurrent or recursive, not \"" + blocks.discovery + "\""));
        Optional<ConfigText> selector = flags.selector.config(variables);
        if (blocks.syncInterval.isZero() || blocks.syncInterval.isNegative()) {
            throw new FlagException("--sync-block-duration must be more than 0s");
        }
        return new Blocks(
                new MetaFetcher.Options(discovery,
                        atLeastOne("--block-meta-fetch-concurrency", blocks.metaFetchConcurrency)),
                selector.map(config -> RelabelFile.parse(config, SELECTING)).orElse(Relabeling.NONE),
                new SyncOptions(atLeastOne("--block-sync-concurrency", blocks.syncConcurrency),
                        preparation(flags.index),
                        flags.index.keepHeaders ? blocks.dataDirectory.toAbsolutePath() : null,
                        served(blocks.minTime, blocks.maxTime)));
    }

    private static Supplier<TimeRange> served(TimeBound min, TimeBound max) {
        Clock clock = Clock.systemUTC();
        if (min.millisAt(clock.instant()) > max.millisAt(clock.instant())) {
            throw new FlagException("--min-time=" + min + " is after --max-time=" + max);
        }
        return () -> TimeRange.closed(min.millisAt(clock.instant()), max.millisAt(clock.instant()));
    }

    private static Preparation preparation(IndexFlags index) {
        boolean fetchLazily = switch (index.headerDownload) {
            case "eager" -> false;
            case "lazy" -> true;
            default -> throw new FlagException("--store.index-header-lazy-download-strategy must be eager or lazy,"
                    + " not \"" + index.headerDownload + "\"");
        };
        if (!index.lazyHeaders) {
            return Preparation.OPEN;
        }
        return fetchLazily ? Preparation.NONE : Preparation.BUILD;
    }

    private static int atLeastOne(String flag, int value) {
        if (value < 1) {
            throw new FlagException(flag + " must be at least 1, not " + value);
        }
        return value;
    }

    private static long notNegative(String flag, long value) {
        if (value < 0) {
            throw new FlagException(flag + " must not be negative, not " + value);
        }
        return value;
    }
}
