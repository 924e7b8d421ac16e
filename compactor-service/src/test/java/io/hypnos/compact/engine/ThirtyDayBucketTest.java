package io.hypnos.compact.engine;

import static io.hypnos.compact.engine.BucketFixture.HOUR;
import static io.hypnos.compact.engine.BucketFixture.START;
import static io.hypnos.compact.engine.BucketFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.compact.engine.EngineOptions.Deletion;
import io.hypnos.compact.engine.EngineOptions.Merging;
import io.hypnos.compact.plan.CompactionRanges;
import io.hypnos.compact.plan.DownsamplePlanner;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.compact.OverlapMerge;

/// Thirty days of two tenants, each with two replicas that have different holes, in blocks as a bucket has them that is compacted now and then:
/// long ones first, fresh ones of two hours last. One pass over all of it. `-Dhypnos.bucket.step=15000` for the samples of a real scraper.
class ThirtyDayBucketTest {

    private static final long STEP = Long.getLong("hypnos.bucket.step", 300_000);
    private static final Labels OTHER = Labels.of("tenant_id", "team-b");
    private static final List<Labels> TENANTS = List.of(STREAM, OTHER);
    private static final List<Labels> STREAMS = List.of(STREAM.with("replica", "a"), STREAM.with("replica", "b"),
            OTHER.with("replica", "a"), OTHER.with("replica", "b"));
    private static final int DAYS = 30;
    private static final MemoryBucket ORIGINAL = new MemoryBucket();

    @TempDir
    private Path temp;

    private final MemoryBucket bucket = new MemoryBucket();
    private BucketFixture fixture;
    private EngineOptions options;

    @BeforeAll
    static void generate(@TempDir Path scratch) throws IOException {
        var original = new BucketFixture(ORIGINAL, scratch);
        for (Labels replica : STREAMS) {
            BucketFixture.Gap gap = replica.get("replica").equals("a")
                    ? ThirtyDayBucketTest::isMissedByA
                    : ThirtyDayBucketTest::isMissedByB;
            for (int hour = 0; hour < DAYS * 24; hour += length(hour)) {
                original.block(replica, hour, hour + length(hour), STEP, gap);
            }
        }
    }

    @BeforeEach
    void copy() throws IOException {
        for (var entry : ORIGINAL.list(Optional.empty(), Bucket.Listing.RECURSIVE)) {
            bucket.put(entry.key(), ORIGINAL.get(entry.key()), ORIGINAL.attributes(entry.key()).size());
        }
        fixture = new BucketFixture(bucket, temp);
        options = EngineOptions.in(temp.resolve("data"));
    }

    @Test
    void mergesAndDownsamplesInOnePass() throws IOException {
        Map<Labels, Map<String, String>> before = samplesByStream();

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.halted()).isEmpty();
        assertThat(samplesByStream()).as("every raw sample of every stream").isEqualTo(before);
        for (Labels stream : STREAMS) {
            assertThat(hours(stream, Resolution.RAW)).startsWith("0-144", "144-480");
            assertThat(hours(stream, Resolution.FIVE_MINUTES)).contains("0-144", "144-480");
            assertThat(hours(stream, Resolution.ONE_HOUR)).containsExactly("144-480");
        }
        for (BucketBlockMeta block : fixture.visible().values()) {
            if (block.resolution() != 0) {
                assertCountsAllSamples(block, before.getOrDefault(block.labels(), Map.of()));
            }
        }
        assertThat(DownsamplePlanner.plan(fixture.visible().values(), Set.of())).isEmpty();
    }

    @Test
    void mergesReplicasOneToOneInOnePass() throws IOException {
        Map<Labels, Map<String, String>> union = unionByTenant();

        PassResult result = fixture.compactor(options.with(dedup(OverlapMerge.ONE_TO_ONE))).run();

        assertThat(result.failures()).isEmpty();
        assertThat(samplesOf(TENANTS)).isEqualTo(union);
        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::labels).containsOnly(STREAM, OTHER);
    }

    @Test
    void mergesReplicasWithPenaltyInOnePass() throws IOException {
        Map<Labels, Map<String, String>> union = unionByTenant();

        PassResult result = fixture.compactor(options.with(dedup(OverlapMerge.PENALTY))).run();

        assertThat(result.failures()).isEmpty();
        for (Map.Entry<Labels, Map<String, String>> merged : samplesOf(TENANTS).entrySet()) {
            Map<String, String> all = union.getOrDefault(merged.getKey(), Map.of());
            assertThat(all).containsAllEntriesOf(merged.getValue());
            for (String series : all.keySet().stream().map(key -> key.substring(0, key.lastIndexOf('@')))
                    .collect(Collectors.toSet())) {
                // A change of replica costs up to three steps, and two in a row the double of that.
                assertThat(longestGap(merged.getValue(), series)).as(series).isLessThanOrEqualTo(7 * STEP);
            }
        }
    }

    @Test
    void keepsWhatTheFlagsSayAndDeletesTheRestAfterTheDelay() throws IOException {
        Map<Labels, Map<String, String>> before = samplesByStream();
        long kept = START + 480 * HOUR;
        var retention = new Deletion(Duration.ofHours(48),
                RetentionPolicy.of(Duration.ofDays(15), Duration.ofDays(60), Duration.ZERO));

        assertThat(fixture.compactor(options.with(retention)).run().failures()).isEmpty();

        before.values().forEach(samples -> samples.keySet().removeIf(key -> time(key) < kept));
        assertThat(samplesByStream()).as("raw samples younger than 15 days").isEqualTo(before);
        assertThat(hours(STREAMS.getFirst(), Resolution.FIVE_MINUTES)).startsWith("0-144", "144-480");
        assertThat(hours(STREAMS.getLast(), Resolution.ONE_HOUR)).containsExactly("144-480");
        Set<Ulid> marked = fixture.catalog().marks().deletion().keySet();
        assertThat(blocksInBucket()).as("the delay is not over").containsAll(marked);

        Clock later = Clock.offset(BucketFixture.CLOCK, Duration.ofHours(49));
        assertThat(BucketFixture.compactor(bucket, options, Lease.UNDISPUTED, new PrometheusRegistry(), later).run()
                .failures()).isEmpty();

        assertThat(blocksInBucket()).isEqualTo(fixture.visible().keySet()).doesNotContainAnyElementsOf(marked);
        assertThat(samplesByStream()).isEqualTo(before);
    }

    @Test
    void writesBlocksThatPromtoolAccepts() throws Exception {
        Path promtool = promtool();
        fixture.compactor(options).run();

        Path directory = temp.resolve("blocks");
        List<Ulid> written = fixture.visible().values().stream()
                .filter(block -> block.thanos().source().equals("compactor")).map(BucketBlockMeta::id).toList();
        assertThat(written).hasSizeGreaterThan(4 * STREAMS.size());
        for (Ulid block : written) {
            new BlockDownloader(bucket, 1).download(block, directory.resolve(block.toString()));
            var process = new ProcessBuilder(promtool.toString(), "tsdb", "analyze", directory.toString(),
                    block.toString()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains("\nSeries: 3\n");
        }
    }

    private static int length(int hour) {
        return hour < 480 ? 48 : hour < 696 ? 8 : 2;
    }

    private static boolean isMissedByA(long time) {
        return (time - START) % (7 * HOUR) < HOUR / 3;
    }

    private static boolean isMissedByB(long time) {
        return (time - START + 3 * HOUR) % (5 * HOUR) < HOUR * 3 / 4 && !isMissedByA(time);
    }

    private Set<Ulid> blocksInBucket() throws IOException {
        var blocks = new TreeSet<Ulid>();
        for (var entry : bucket.list(Optional.empty(), Bucket.Listing.ONE_LEVEL)) {
            blocks.add(Ulid.parse(entry.key().name()));
        }
        return blocks;
    }

    private static long time(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf('@') + 1));
    }

    private Map<Labels, Map<String, String>> unionByTenant() throws IOException {
        var union = new TreeMap<Labels, Map<String, String>>();
        samplesByStream().forEach((stream, samples) -> union
                .computeIfAbsent(Labels.of("tenant_id", stream.get("tenant_id")), _ -> new TreeMap<>())
                .putAll(samples));
        return union;
    }

    private Map<Labels, Map<String, String>> samplesByStream() throws IOException {
        return samplesOf(STREAMS);
    }

    private Map<Labels, Map<String, String>> samplesOf(List<Labels> wanted) throws IOException {
        var streams = new TreeMap<Labels, Map<String, String>>();
        for (Labels stream : wanted) {
            streams.put(stream, fixture.samples(fixture.visible().values().stream()
                    .filter(block -> block.resolution() == 0 && block.labels().equals(stream)).toList()));
        }
        return streams;
    }

    private List<String> hours(Labels stream, Resolution resolution) throws IOException {
        return fixture.visible().values().stream()
                .filter(block -> block.labels().equals(stream) && block.resolution() == resolution.millis())
                .sorted((a, b) -> Long.compare(a.minTime(), b.minTime()))
                .map(block -> (block.minTime() - START) / HOUR + "-" + (block.maxTime() - START) / HOUR).toList();
    }

    private void assertCountsAllSamples(BucketBlockMeta block, Map<String, String> raw) throws IOException {
        for (String metric : List.of("demo_counter_total", "demo_gauge", "demo_histogram")) {
            long expected = raw.keySet().stream().filter(key -> key.contains("\"" + metric + "\""))
                    .mapToLong(ThirtyDayBucketTest::time)
                    .filter(time -> time >= block.minTime() && time < block.maxTime()).count();
            double counted = 0;
            for (AggregateChunk chunk : fixture.aggregates(block.id(), metric)) {
                var counts = new StoredSamples();
                ChunkDecoder.decode(chunk.part(Aggregate.COUNT), counts);
                for (int i = 0; i < counts.size(); i++) {
                    counted += counts.value(i);
                }
            }
            assertThat(counted).as("%s in %s", metric, block.id()).isEqualTo(expected);
        }
    }

    private static long longestGap(Map<String, String> samples, String series) {
        var times = new ArrayList<Long>();
        samples.keySet().stream().filter(key -> key.startsWith(series + "@"))
                .forEach(key -> times.add(time(key)));
        long gap = 0;
        for (int i = 1; i < times.size(); i++) {
            gap = Math.max(gap, times.get(i) - times.get(i - 1));
        }
        return gap;
    }

    private static Merging dedup(OverlapMerge overlaps) {
        return new Merging(true, List.of("replica"), overlaps, CompactionRanges.DEFAULT, 64L << 30, 1);
    }

    private static Path promtool() {
        for (String directory : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(directory).resolve("promtool");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        assertThat(System.getenv("HYPNOS_REQUIRE_PROMETHEUS")).as("there is no promtool on the PATH")
                .isNotEqualTo("true");
        return Assumptions.abort("there is no promtool on the PATH");
    }
}
