package io.hypnos.store.select;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.store.fetch.DataKind;
import io.hypnos.store.fetch.FetchTally;

/// What Series calls take. Touched is what they needed, fetched what had to be read from the bucket for it, gaps included; much more fetched than
/// touched means that what is wanted lies scattered. `hypnos_store_block_read_failures_total` counts answers from which a block was missing.
///
/// Thanos has a label for the tenant of a request; blocks of all tenants are answered together here, so it is always the default one.
public final class SelectMetrics {

    private static final double[] SECONDS = {0.001, 0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120};
    private static final double[] CHUNK_SIZES = {32, 256, 512, 1024, 32 << 10, 256 << 10, 512 << 10, 1 << 20,
        32 << 20, 256 << 20, 512 << 20};
    private static final String TENANT = "default-tenant";

    private final Histogram touched;
    private final Histogram fetched;
    private final Histogram touchedBytes;
    private final Histogram fetchedBytes;
    private final DistributionDataPoint blocksQueried;
    private final DistributionDataPoint resultSeries;
    private final DistributionDataPoint getAllSeconds;
    private final DistributionDataPoint mergeSeconds;
    private final DistributionDataPoint sentChunkBytes;
    private final DistributionDataPoint postingsSeconds;
    private final DistributionDataPoint seriesSeconds;
    private final DistributionDataPoint chunksSeconds;
    private final CounterDataPoint blockFailures;

    public SelectMetrics(PrometheusRegistry registry) {
        touched = byKind("thanos_bucket_store_series_data_touched", "Number of items of a data type in a block that"
                + " were touched for a single Series call.", doubling(200, 15), registry);
        fetched = byKind("thanos_bucket_store_series_data_fetched", "Number of items of a data type in a block that"
                + " were fetched for a single Series call.", doubling(200, 15), registry);
        touchedBytes = byKind("thanos_bucket_store_series_data_size_touched_bytes",
                "Bytes of items of a data type that were touched for a single Series call.", doubling(1024, 15),
                registry);
        fetchedBytes = byKind("thanos_bucket_store_series_data_size_fetched_bytes",
                "Bytes of items of a data type that were fetched for a single Series call.", doubling(1024, 15),
                registry);
        blocksQueried = byTenant("thanos_bucket_store_series_blocks_queried",
                "Number of blocks that were read to answer a Series call.", doubling(1, 10), registry);
        resultSeries = byTenant("thanos_bucket_store_series_result_series",
                "Number of series in the answer to a Series call.", doubling(100, 15), registry);
        getAllSeconds = byTenant("thanos_bucket_store_series_get_all_duration_seconds",
                "Time until the first series of a Series call was there.", SECONDS, registry);
        mergeSeconds = byTenant("thanos_bucket_store_series_merge_duration_seconds",
                "Time from the first series of a Series call to its end.", SECONDS, registry);
        sentChunkBytes = byTenant("thanos_bucket_store_sent_chunk_size_bytes",
                "Size in bytes of the chunks of a series that was answered.", CHUNK_SIZES, registry);
        postingsSeconds = byTenant("thanos_bucket_store_postings_fetch_duration_seconds",
                "Time that a Series call spent fetching postings, of all blocks together.", SECONDS, registry);
        seriesSeconds = byTenant("thanos_bucket_store_series_fetch_duration_seconds",
                "Time that a Series call spent fetching series, of all blocks together.", SECONDS, registry);
        chunksSeconds = byTenant("thanos_bucket_store_chunks_fetch_duration_seconds",
                "Time that a Series call spent fetching chunks, of all blocks together.", SECONDS, registry);
        blockFailures = Counter.builder().name("hypnos_store_block_read_failures_total")
                .help("Number of times that a block was missing in an answer because it could not be read.")
                .register(registry);
    }

    private static Histogram byKind(String name, String help, double[] bounds, PrometheusRegistry registry) {
        var histogram = Histogram.builder().name(name).help(help).labelNames("data_type", "tenant")
                .classicUpperBounds(bounds).register(registry);
        for (DataKind kind : DataKind.values()) {
            histogram.initLabelValues(kind.label(), TENANT);
        }
        return histogram;
    }

    private static DistributionDataPoint byTenant(String name, String help, double[] bounds,
            PrometheusRegistry registry) {
        return Histogram.builder().name(name).help(help).labelNames("tenant").classicUpperBounds(bounds)
                .register(registry).labelValues(TENANT);
    }

    private static double[] doubling(double first, int count) {
        double[] bounds = new double[count];
        double bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= 2;
        }
        return bounds;
    }

    void blockFailed() {
        blockFailures.inc();
    }

    Run begin(int blocks) {
        blocksQueried.observe(blocks);
        return new Run();
    }

    /// The course of one Series call.
    final class Run {

        private final long start = System.nanoTime();
        private long first;
        private long count;

        void series(ChunkSeries series) {
            if (count++ == 0) {
                first = System.nanoTime();
            }
            sentChunkBytes.observe(bytesOf(series));
        }

        private static long bytesOf(ChunkSeries series) {
            long bytes = 0;
            for (SeriesChunk chunk : series.chunks()) {
                switch (chunk) {
                    case Chunk plain -> bytes += plain.length();
                    case AggregateChunk aggregates -> {
                        for (var part : aggregates.parts()) {
                            bytes += part == null ? 0 : part.length();
                        }
                    }
                }
            }
            return bytes;
        }

        void end(FetchTally tally) {
            long end = System.nanoTime();
            long found = count == 0 ? end : first;
            getAllSeconds.observe((found - start) / 1e9);
            mergeSeconds.observe((end - found) / 1e9);
            resultSeries.observe(count);
            for (DataKind kind : DataKind.values()) {
                touched.labelValues(kind.label(), TENANT).observe(tally.touched(kind));
                fetched.labelValues(kind.label(), TENANT).observe(tally.fetched(kind));
                touchedBytes.labelValues(kind.label(), TENANT).observe(tally.touchedBytes(kind));
                fetchedBytes.labelValues(kind.label(), TENANT).observe(tally.fetchedBytes(kind));
            }
            postingsSeconds.observe(tally.fetchSeconds(DataKind.POSTINGS));
            seriesSeconds.observe(tally.fetchSeconds(DataKind.SERIES));
            chunksSeconds.observe(tally.fetchSeconds(DataKind.CHUNKS));
        }
    }
}
