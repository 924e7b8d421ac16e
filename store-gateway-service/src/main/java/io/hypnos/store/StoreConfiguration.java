package io.hypnos.store;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

import io.grpc.BindableService;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.filter.ConsistencyDelayFilter;
import io.hypnos.objstore.block.filter.DeletionMarkFilter;
import io.hypnos.objstore.block.filter.DuplicateFilter;
import io.hypnos.objstore.block.filter.LabelShardFilter;
import io.hypnos.objstore.block.filter.TimePartitionFilter;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.StartException;
import io.hypnos.service.boot.StopHook;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.storeapi.InfoGrpcService;
import io.hypnos.service.storeapi.StoreGrpcService;
import io.hypnos.service.storeapi.StoreLimits;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.store.block.BlockStorage;
import io.hypnos.store.cache.CacheMetrics;
import io.hypnos.store.cache.InMemoryIndexCache;
import io.hypnos.store.cache.IndexCache;
import io.hypnos.store.fetch.ByteBudget;
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
import io.hypnos.store.web.BlocksApi;
import io.hypnos.tsdb.io.PageCache;

/// The beans of the store gateway: bucket → blocks → series → StoreAPI.
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    private static final Logger log = LoggerFactory.getLogger(StoreConfiguration.class);
    private static final String META_CACHE = "meta-syncer";
    /// Requests to the bucket for all calls together.
    private static final int BUCKET_CONCURRENCY = 128;
    private static final long HEADER_PAGES = 64 << 20;
    /// Part of the heap that pages of index headers take at most.
    private static final int HEADER_SHARE = 16;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    StoreSettings storeSettings(StoreFlags flags, Variables variables) {
        StoreSettings settings = StoreSettings.of(flags, variables);
        if (settings.calls().chunkBytes() < flags.calls.chunkPool.bytes()) {
            log.atInfo().addKeyValue("bytes", settings.calls().chunkBytes())
                    .log("the heap is too small for --chunk-pool-size; using a third of it");
        }
        return settings;
    }

    @Bean(destroyMethod = "close")
    Bucket bucket(StoreSettings settings, PrometheusRegistry registry) {
        settings.bucket().remarks().forEach(remark -> log.atWarn().addKeyValue("remark", remark)
                .addKeyValue("file", settings.bucket().origin())
                .log("part of the bucket's configuration has no effect"));
        try {
            return settings.bucket().open(registry);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Bean
    IndexCache indexCache(StoreSettings settings, PrometheusRegistry registry) {
        return new InMemoryIndexCache(settings.cache(), new CacheMetrics(registry, settings.cache()));
    }

    @Bean
    BlockStorage blockStorage(StoreSettings settings, Bucket bucket, IndexCache cache, PrometheusRegistry registry) {
        var pages = new PageCache(Math.min(HEADER_PAGES, Runtime.getRuntime().maxMemory() / HEADER_SHARE));
        return new BlockStorage(bucket, new RangeReader(bucket, BUCKET_CONCURRENCY), cache,
                new HeaderStorage(settings.blocks().sync().directory(), bucket, pages, new HeaderMetrics(registry)),
                settings.postings());
    }

    @Bean(destroyMethod = "close")
    BlockSync blockSync(StoreFlags flags, StoreSettings settings, BlockStorage storage, PrometheusRegistry registry,
            Clock clock) {
        Bucket bucket = storage.bucket();
        SyncOptions options = settings.blocks().sync();
        var marks = new MarkReader(new BlockMarks(bucket), settings.blocks().fetch().concurrency());
        List<MetaFilter> filters = List.of(
                new TimePartitionFilter(() -> options.served().get().min(), () -> options.served().get().max()),
                new LabelShardFilter(settings.blocks().relabeling(), Set.of()),
                new ConsistencyDelayFilter(flags.blocks.consistencyDelay, clock),
                new DeletionMarkFilter(marks, flags.blocks.deletionMarksDelay, clock), new DuplicateFilter());
        var fetcher = new MetaFetcher(bucket, MetaCache.in(settings.dataDirectory().resolve(META_CACHE)),
                settings.blocks().fetch(), filters, new MetaFetchMetrics(registry));
        return new BlockSync(fetcher, storage, options, new SyncMetrics(registry), clock);
    }

    @Bean(initMethod = "start")
    StoreThreads storeThreads(StoreFlags flags, BlockSync blocks, Readiness readiness) {
        boolean closesIdle = flags.index.lazyHeaders && !flags.index.headerIdleTimeout.isZero();
        return new StoreThreads(blocks, flags.blocks.syncInterval,
                closesIdle ? flags.index.headerIdleTimeout : null, readiness);
    }

    @Bean
    StopHook stopLooking(StoreThreads threads) {
        return threads::stop;
    }

    @Bean
    BucketSeriesStore bucketSeriesStore(StoreSettings settings, BlockSync blocks, PrometheusRegistry registry) {
        var budget = new ByteBudget(settings.calls().chunkBytes());
        GaugeWithCallback.builder().name("hypnos_store_chunk_bytes")
                .help("Bytes of chunks that running calls hold, of --chunk-pool-size.")
                .callback(gauge -> gauge.call(budget.used())).register(registry);
        return new BucketSeriesStore(blocks, new RequestLimits(settings.calls().limits(), budget),
                new RequestGate(settings.calls().concurrency(), registry), new SelectMetrics(registry));
    }

    @Bean
    BindableService storeService(BucketSeriesStore store, StoreFlags flags) {
        return new StoreGrpcService(store, StoreLimits.of(flags.limits));
    }

    @Bean
    BindableService infoService(BucketSeriesStore store, Readiness readiness) {
        return new InfoGrpcService("store", store, Set.of(), readiness::isReady);
    }

    @Bean
    ApiRoutes blocksApi(StoreFlags flags, BlockSync blocks, Bucket bucket, Clock clock) {
        return flags.webDisabled
                ? new ApiRoutes(List.of())
                : new BlocksApi(blocks, bucket, flags.bucketWebLabel, flags.isAdminEnabled(), clock).routes();
    }
}
