package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.block.filter.DeletionMarkFilter;
import io.hypnos.objstore.block.filter.DuplicateFilter;
import io.hypnos.objstore.block.filter.NoCompactMarkFilter;
import io.hypnos.objstore.block.filter.NoDownsampleMarkFilter;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.PageCache;

/// A bucket with real blocks, and a look at the samples that readers of it see.
final class BucketFixture {

    static final long HOUR = 3_600_000;
    static final Labels STREAM = Labels.of("tenant_id", "team-a");
    /// A moment after all samples of these tests.
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    /// The start of all samples, where a stretch of two days begins.
    static final long START = Instant.parse("2026-10-16T00:00:00Z").toEpochMilli();

    private final Bucket bucket;
    private final Path temp;
    private int blocks;

    BucketFixture(Bucket bucket, Path temp) {
        this.bucket = bucket;
        this.temp = temp;
    }

    /// Puts a raw block of a gauge, a counter with resets and a native histogram into the bucket.
    ///
    /// @param fromHour hours after [#START]
    Ulid block(Labels stream, long fromHour, long toHour, long stepMillis) throws IOException {
        return block(stream, fromHour, toHour, stepMillis, Gap.NONE);
    }

    /// Leaves samples out.
    interface Gap {
        Gap NONE = _ -> false;

        boolean contains(long time);
    }

    Ulid block(Labels stream, long fromHour, long toHour, long stepMillis, Gap gap) throws IOException {
        long min = START + fromHour * HOUR;
        long max = START + toHour * HOUR;
        var id = new Ulid(max + 1000 << 16, ++blocks);
        Path local = Files.createDirectories(temp.resolve("local"));
        try (var writer = LabelledBlockWriter.create(local, id)) {
            for (Labels labels : seriesLabels()) {
                writer.add(labels, chunks(labels, min, max, stepMillis, gap));
            }
            writer.finish(new BlockDraft(min, max, BlockLineage.original(id),
                    ThanosMeta.of(stream, "receive")));
        }
        Path directory = local.resolve(id.toString());
        new BlockUploader(bucket, BlockUploader.Options.DEFAULT, CLOCK).upload(directory, BlockMeta.read(directory));
        DurableFiles.deleteRecursively(directory);
        return id;
    }

    private static List<Labels> seriesLabels() {
        return List.of(Labels.of("__name__", "demo_counter_total", "job", "a"),
                Labels.of("__name__", "demo_gauge", "job", "a"), Labels.of("__name__", "demo_histogram", "job", "a"));
    }

    private static List<Chunk> chunks(Labels labels, long min, long max, long step, Gap gap) {
        var writer = new ChunkWriter();
        for (long time = min; time < max; time += step) {
            if (gap.contains(time)) {
                continue;
            }
            long n = (time - START) / step;
            switch (labels.metricName()) {
                case "demo_gauge" -> writer.append(time, Math.sin(n / 50.0) * 100);
                case "demo_counter_total" -> writer.append(time, (double) (n % 1000 * 3));
                default -> writer.append(time, histogram(n % 700));
            }
        }
        return writer.finish();
    }

    private static IntegerHistogram histogram(long n) {
        var layout = new HistogramLayout(1, 0.001, Spans.ofIndices(new int[]{0, 1, 3}, 3), Spans.NONE, new double[0]);
        return new IntegerHistogram(CounterResetHint.UNKNOWN, layout, 6 * n + 3, 0, n * 2.5,
                new long[]{n + 1, 2 * n + 1, 3 * n + 1});
    }

    /// All raw samples that a reader of the bucket gets, `series@time` to a text of the value; fails when one comes twice.
    Map<String, String> samples() throws IOException {
        return samples(visible().values().stream().filter(block -> block.resolution() == 0).toList());
    }

    Map<String, String> samples(List<BucketBlockMeta> from) throws IOException {
        var samples = new TreeMap<String, String>();
        for (BucketBlockMeta meta : from) {
            forEachSeries(meta.id(), series -> {
                for (var chunk : series.chunks()) {
                    var decoded = new StoredSamples();
                    ChunkDecoder.decode((Chunk) chunk, decoded);
                    for (int i = 0; i < decoded.size(); i++) {
                        String key = series.labels() + "@" + decoded.time(i);
                        if (samples.put(key, value(decoded, i)) != null) {
                            throw new AssertionError(key + " is in the bucket twice");
                        }
                    }
                }
            });
        }
        return samples;
    }

    private static String value(StoredSamples samples, int i) {
        var histogram = samples.histogram(i);
        return histogram == null
                ? Long.toHexString(Double.doubleToRawLongBits(samples.value(i)))
                : histogram.withHint(CounterResetHint.UNKNOWN).toString();
    }

    /// The aggregates of a block, a chunk each.
    List<AggregateChunk> aggregates(Ulid block, String metric) throws IOException {
        var chunks = new ArrayList<AggregateChunk>();
        forEachSeries(block, series -> {
            if (series.labels().metricName().equals(metric)) {
                series.chunks().forEach(chunk -> chunks.add((AggregateChunk) chunk));
            }
        });
        return chunks;
    }

    private interface SeriesVisitor {
        void visit(ChunkSeries series);
    }

    private void forEachSeries(Ulid id, SeriesVisitor visitor) throws IOException {
        Path directory = temp.resolve("read").resolve(id.toString());
        new BlockDownloader(bucket, 1).download(id, directory);
        try (var block = Block.open(directory, new PageCache(1 << 20));
                var all = block.select(List.of(), TimeRange.ALL)) {
            while (all.next()) {
                visitor.visit(all.series());
            }
        }
        DurableFiles.deleteRecursively(directory);
    }

    /// The blocks that a store gateway would serve which looks at marks at once.
    Map<Ulid, BucketBlockMeta> visible() throws IOException {
        return catalog().blocks();
    }

    BlockCatalog catalog() throws IOException {
        var reader = new MarkReader(new BlockMarks(bucket), 4);
        return new MetaFetcher(bucket, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT,
                List.of(new DuplicateFilter(), new DeletionMarkFilter(reader, Duration.ZERO.minusSeconds(1), CLOCK),
                        new NoCompactMarkFilter(reader),
                        new NoDownsampleMarkFilter(reader)),
                new MetaFetchMetrics(new PrometheusRegistry())).fetch();
    }

    /// The hours that the visible blocks of a resolution cover, `from-to` each.
    List<String> hours(long resolution) throws IOException {
        var hours = new TreeSet<String>();
        for (BucketBlockMeta block : visible().values()) {
            if (block.resolution() == resolution) {
                hours.add(
                        String.format("%03d-%03d", (block.minTime() - START) / HOUR, (block.maxTime() - START) / HOUR));
            }
        }
        return List.copyOf(hours);
    }

    Compactor compactor(EngineOptions options) {
        return compactor(bucket, options, Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK);
    }

    static Compactor compactor(Bucket bucket, EngineOptions options, Lease lease, PrometheusRegistry registry,
            Clock clock) {
        return new Compactor(bucket, options, BlockSelection.ALL, lease,
                new CompactMetrics(registry, options.deletion().delay()), new MetaFetchMetrics(registry), clock);
    }
}
