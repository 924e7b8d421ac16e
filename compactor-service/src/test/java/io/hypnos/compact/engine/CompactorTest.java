package io.hypnos.compact.engine;

import static io.hypnos.compact.engine.BucketFixture.CLOCK;
import static io.hypnos.compact.engine.BucketFixture.HOUR;
import static io.hypnos.compact.engine.BucketFixture.NOW;
import static io.hypnos.compact.engine.BucketFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.compact.engine.EngineOptions.Deletion;
import io.hypnos.compact.engine.EngineOptions.Downsampling;
import io.hypnos.compact.engine.EngineOptions.Merging;
import io.hypnos.compact.engine.Lease.LeaseLostException;
import io.hypnos.compact.plan.CompactionRanges;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketMetrics;
import io.hypnos.objstore.BucketOperation;
import io.hypnos.objstore.FaultyBucket;
import io.hypnos.objstore.FaultyBucket.Faults;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.RetryOptions;
import io.hypnos.objstore.RetryingBucket;
import io.hypnos.objstore.TrippingBucket;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BlockMark;
import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.compact.OverlapMerge;

class CompactorTest {

    private static final long STEP = 60_000;
    private static final Labels OTHER = Labels.of("tenant_id", "team-b");

    @TempDir
    private Path temp;

    private final MemoryBucket bucket = new MemoryBucket();
    private BucketFixture fixture;
    private EngineOptions options;

    @BeforeEach
    void prepare() {
        fixture = new BucketFixture(bucket, temp);
        options = EngineOptions.in(temp.resolve("data")).with(new Downsampling(false, 1));
    }

    @Test
    void mergesLevelAfterLevelAndKeepsEverySample() throws IOException {
        for (int hour = 0; hour < 50; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        Map<String, String> before = fixture.samples();

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.halted()).isEmpty();
        assertThat(fixture.hours(0)).containsExactly("000-048", "048-050");
        assertThat(fixture.samples()).isEqualTo(before);
        BucketBlockMeta merged = fixture.visible().values().stream().filter(b -> b.minTime() == BucketFixture.START)
                .findFirst().orElseThrow();
        assertThat(merged.block().lineage().level()).isEqualTo(3);
        assertThat(merged.block().lineage().sources()).hasSize(24);
        assertThat(merged.thanos().source()).isEqualTo("compactor");
        assertThat(merged.thanos().upload().segmentFiles()).containsExactly("000001");
        assertThat(merged.thanos().indexStats().seriesMaxSize()).isPositive();
        assertThat(new BlockMarks(bucket).read(Kind.DELETION, merged.block().lineage().sources().getFirst()))
                .get().extracting(BlockMark::details).isEqualTo("source of compacted block");
    }

    @Test
    void hasNothingLeftToDoInASecondPass() throws IOException {
        for (int hour = 0; hour < 26; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        fixture.compactor(options).run();
        var before = fixture.visible().keySet();

        assertThat(fixture.compactor(options).run().compactions()).isZero();
        assertThat(fixture.visible().keySet()).isEqualTo(before);
    }

    @Test
    void keepsStreamsApart() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
            fixture.block(OTHER, hour, hour + 2, STEP);
        }

        fixture.compactor(options.with(new Merging(false, List.of(), OverlapMerge.ONE_TO_ONE, CompactionRanges.DEFAULT,
                64L << 30, 4))).run();

        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::labels).filteredOn(STREAM::equals)
                .hasSize(2);
        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::labels).filteredOn(OTHER::equals).hasSize(2);
    }

    /// Stops the pass before the first, second, … change of the bucket. At every stop readers see each sample once; another pass ends the work.
    @Test
    void losesAndDoublesNothingWhereverItStops() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, 10 * STEP);
        }
        Map<String, String> before = fixture.samples();
        var pristine = snapshot();
        boolean completed = false;
        for (int stop = 0; !completed; stop++) {
            restore(pristine);
            int limit = stop;
            var changes = new AtomicInteger();
            var stopping = new TrippingBucket(bucket, (operation,
                    _) -> (operation == BucketOperation.UPLOAD || operation == BucketOperation.DELETE)
                            && changes.getAndIncrement() >= limit);
            PassResult result = BucketFixture
                    .compactor(stopping, options, Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK)
                    .run();
            completed = result.failures().isEmpty();

            assertThat(fixture.samples()).as("stopped before change %s", stop).isEqualTo(before);
            assertThat(fixture.compactor(options).run().failures()).isEmpty();
            assertThat(fixture.samples()).isEqualTo(before);
            assertThat(fixture.hours(0)).containsExactly("000-008", "008-010");
        }
    }

    @Test
    void marksWhatAnEarlierCompactorHasReplaced() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        var noMarks = new TrippingBucket(bucket, (operation, key) -> operation == BucketOperation.UPLOAD
                && key.name().equals(Kind.DELETION.fileName()));
        BucketFixture.compactor(noMarks, options, Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK).run();
        assertThat(fixture.catalog().marks().deletion()).isEmpty();
        var registry = new PrometheusRegistry();

        BucketFixture.compactor(bucket, options, Lease.UNDISPUTED, registry, CLOCK).run();

        assertThat(fixture.catalog().marks().deletion().values()).hasSize(4).extracting(BlockMark::details)
                .containsOnly("outdated block");
        assertThat(counter(registry, "thanos_compact_garbage_collected_blocks")).isEqualTo(4);
    }

    @Test
    void setsABlockAsideThatCannotBeReadAndGoesOn() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
            fixture.block(OTHER, hour, hour + 2, STEP);
        }
        Ulid bad = fixture.visible().values().stream().filter(block -> block.labels().equals(STREAM))
                .filter(block -> block.minTime() == BucketFixture.START + 2 * HOUR).findFirst().orElseThrow().id();
        flip(BlockKeys.index(bad), -20);
        var registry = new PrometheusRegistry();

        PassResult result = BucketFixture.compactor(bucket, options, Lease.UNDISPUTED, registry, CLOCK).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.catalog().marks().noCompact()).containsOnlyKeys(bad);
        assertThat(fixture.catalog().marks().noCompact().get(bad).why()).contains(Reason.QUARANTINED);
        assertThat(fixture.hours(0)).as("the rest of the group, and the other group")
                .containsExactlyInAnyOrder("000-002", "002-004", "004-008", "000-008", "008-010");
        assertThat(counter(registry, "thanos_compact_blocks_marked", "reason", "quarantined")).isEqualTo(1);
    }

    @Test
    void setsABlockAsideOfWhichAFileIsMissingOrCut() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        List<Ulid> blocks = List.copyOf(fixture.visible().keySet());
        bucket.delete(BlockKeys.segment(blocks.get(0), "000001"));
        put(BlockKeys.index(blocks.get(1)), "<html>504 Gateway Timeout</html>".getBytes());

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.catalog().marks().noCompact()).containsOnlyKeys(blocks.get(0), blocks.get(1));
        assertThat(fixture.hours(0)).contains("004-008", "000-002", "002-004");
    }

    @Test
    void haltsAGroupOfOverlappingBlocksAndNoOther() throws IOException {
        fixture.block(STREAM, 0, 2, STEP);
        fixture.block(STREAM, 1, 3, STEP);
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(OTHER, hour, hour + 2, STEP);
        }
        var registry = new PrometheusRegistry();

        PassResult result = BucketFixture.compactor(bucket, options, Lease.UNDISPUTED, registry, CLOCK).run();

        assertThat(result.halted()).hasSize(1);
        assertThat(result.halted().getFirst().reason()).startsWith("overlapping blocks ").contains("team-a",
                "nothing is deleted", "--deduplication.replica-label");
        assertThat(result.compactions()).isEqualTo(1);
        assertThat(gauge(registry, "thanos_compact_halted")).isZero();
        assertThat(gauge(registry, "hypnos_compact_halted_groups")).isEqualTo(1);
        assertThat(counter(registry, "thanos_compact_group_compactions_failures")).isEqualTo(1);
        assertThat(fixture.catalog().marks().deletion()).hasSize(4);
    }

    @Test
    void mergesOverlapsOneToOneWhereThatIsAllowed() throws IOException {
        for (String replica : List.of("a", "b", "c")) {
            for (int hour = 0; hour < 4; hour += 2) {
                fixture.block(STREAM.with("replica", replica), hour, hour + 2, STEP);
            }
        }
        Map<String, String> oneReplica = fixture.samples(fixture.visible().values().stream()
                .filter(block -> block.labels().get("replica").equals("a")).toList());

        PassResult result = fixture.compactor(options.with(dedup(OverlapMerge.ONE_TO_ONE))).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::labels).containsOnly(STREAM);
        assertThat(fixture.samples()).isEqualTo(oneReplica);
    }

    @Test
    void fillsTheHolesOfOneReplicaFromAnother() throws IOException {
        fixture.block(STREAM.with("replica", "a"), 0, 2, STEP, time -> time % (20 * STEP) < 5 * STEP);
        fixture.block(STREAM.with("replica", "b"), 0, 2, STEP, time -> time % (14 * STEP) < 3 * STEP);
        fixture.block(STREAM.with("replica", "a"), 2, 4, STEP);
        fixture.block(STREAM.with("replica", "b"), 2, 4, STEP);
        var whole = new MemoryBucket();
        var reference = new BucketFixture(whole, temp.resolve("reference"));
        reference.block(STREAM, 0, 2, STEP, time -> time % (20 * STEP) < 5 * STEP && time % (14 * STEP) < 3 * STEP);
        reference.block(STREAM, 2, 4, STEP);

        fixture.compactor(options.with(dedup(OverlapMerge.ONE_TO_ONE))).run();

        assertThat(fixture.samples()).isEqualTo(reference.samples());
    }

    @Test
    void mergesReplicasWithPenaltyWithoutInventingSamples() throws IOException {
        fixture.block(STREAM.with("replica", "a"), 0, 2, STEP, time -> time % (30 * STEP) < 10 * STEP);
        fixture.block(STREAM.with("replica", "b"), 0, 2, STEP);
        Map<String, String> b = fixture.samples(fixture.visible().values().stream()
                .filter(block -> block.labels().get("replica").equals("b")).toList());

        fixture.compactor(options.with(dedup(OverlapMerge.PENALTY))).run();

        assertThat(b).containsAllEntriesOf(fixture.samples());
        assertThat(fixture.samples().size()).isBetween(b.size() * 8 / 10, b.size());
    }

    @Test
    void downsamplesLongBlocksTwice() throws IOException {
        fixture.block(STREAM, 0, 240, 5 * STEP);
        fixture.block(STREAM, 240, 242, 5 * STEP);
        var registry = new PrometheusRegistry();
        Map<String, String> before = fixture.samples();

        PassResult result = BucketFixture
                .compactor(bucket, options.with(Downsampling.DEFAULT), Lease.UNDISPUTED, registry, CLOCK)
                .run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.hours(300_000)).containsExactly("000-240");
        assertThat(fixture.hours(3_600_000)).containsExactly("000-240");
        assertThat(fixture.samples()).as("raw samples stay").isEqualTo(before);
        for (BucketBlockMeta block : fixture.visible().values()) {
            if (block.resolution() != 0) {
                assertThat(block.labels()).isEqualTo(STREAM);
                assertThat(count(fixture.aggregates(block.id(), "demo_gauge"))).isEqualTo(240 * 12);
                assertThat(count(fixture.aggregates(block.id(), "demo_histogram"))).isEqualTo(240 * 12);
                assertThat(count(fixture.aggregates(block.id(), "demo_counter_total"))).isEqualTo(240 * 12);
            }
        }
        assertThat(fixture.compactor(options.with(Downsampling.DEFAULT)).run().failures()).isEmpty();
        assertThat(fixture.visible()).hasSize(4);
        assertThat(counter(registry, "thanos_compact_downsample")).isEqualTo(2);
    }

    @Test
    void setsABlockAsideThatCannotBeDownsampled() throws IOException {
        Ulid bad = fixture.block(STREAM, 0, 48, 10 * STEP);
        fixture.block(OTHER, 0, 48, 10 * STEP);
        flip(BlockKeys.segment(bad, "000001"), 100);

        PassResult result = fixture.compactor(options.with(Downsampling.DEFAULT)).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.catalog().marks().noDownsample()).containsOnlyKeys(bad);
        assertThat(fixture.visible().values()).filteredOn(block -> block.resolution() == 300_000)
                .extracting(BucketBlockMeta::labels).containsExactly(OTHER);
    }

    @Test
    void appliesRetentionByResolution() throws IOException {
        fixture.block(STREAM, 0, 48, 10 * STEP);
        Ulid young = fixture.block(STREAM, 672, 674, STEP);
        Duration age = Duration.between(Instant.ofEpochMilli(BucketFixture.START + 48 * HOUR), NOW);
        var retention = new Deletion(Duration.ofHours(48),
                RetentionPolicy.of(age.minusMinutes(1), age.plusMinutes(1), Duration.ZERO));

        fixture.compactor(options.with(Downsampling.DEFAULT).with(retention)).run();

        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::resolution).containsExactlyInAnyOrder(0L,
                300_000L);
        assertThat(fixture.visible()).containsKey(young);
        assertThat(fixture.catalog().marks().deletion().values()).extracting(BlockMark::details).hasSize(1).first()
                .asString()
                .startsWith("block exceeding retention of ");
    }

    @Test
    void keepsABlockBeyondItsRetentionUntilItIsDownsampled() throws IOException {
        Ulid old = fixture.block(STREAM, 0, 48, 10 * STEP);
        var retention = new Deletion(Duration.ofHours(48),
                RetentionPolicy.of(Duration.ofHours(40), Duration.ZERO, Duration.ZERO));
        var unreadable = new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.GET && key.name().equals("index"));

        PassResult result = BucketFixture
                .compactor(unreadable, options.with(Downsampling.DEFAULT).with(retention), Lease.UNDISPUTED,
                        new PrometheusRegistry(), CLOCK)
                .run();

        assertThat(result.failures()).isNotEmpty();
        assertThat(fixture.visible()).containsOnlyKeys(old);
        fixture.compactor(options.with(Downsampling.DEFAULT).with(retention)).run();
        assertThat(fixture.visible().values()).extracting(BucketBlockMeta::resolution).containsExactly(300_000L);
    }

    @Test
    void deletesMarkedBlocksAfterTheDelay() throws IOException {
        Ulid block = fixture.block(STREAM, 0, 2, STEP);
        Ulid fresh = fixture.block(STREAM, 2, 4, STEP);
        new BlockMarks(bucket).put(new BlockMark.Deletion(block, "", NOW.minus(Duration.ofHours(49))));
        new BlockMarks(bucket).put(new BlockMark.Deletion(fresh, "", NOW.minus(Duration.ofHours(47))));
        var registry = new PrometheusRegistry();

        BucketFixture.compactor(bucket, options, Lease.UNDISPUTED, registry, CLOCK).run();

        assertThat(bucket.list(Optional.of(BlockKeys.directory(block)), Bucket.Listing.RECURSIVE)).isEmpty();
        assertThat(bucket.exists(BlockKeys.meta(fresh))).isTrue();
        assertThat(counter(registry, "thanos_compact_blocks_cleaned")).isEqualTo(1);
    }

    @Test
    void endsADeletionThatStoppedHalfWay() throws IOException {
        Ulid block = fixture.block(STREAM, 0, 2, STEP);
        new BlockMarks(bucket).put(new BlockMark.Deletion(block, "", NOW.minus(Duration.ofHours(49))));
        bucket.delete(BlockKeys.meta(block));

        fixture.compactor(options).run();

        assertThat(bucket.list(Optional.empty(), Bucket.Listing.RECURSIVE)).isEmpty();
    }

    @Test
    void deletesAtOnceWithoutADelay() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        var atOnce = new Deletion(Duration.ZERO, Deletion.DEFAULT.retention());

        fixture.compactor(options.with(atOnce)).run();

        assertThat(bucket.list(Optional.empty(), Bucket.Listing.ONE_LEVEL)).hasSize(2);
        assertThat(fixture.hours(0)).containsExactly("000-008", "008-010");
    }

    @Test
    void changesNothingWhileAMetaCannotBeRead() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        Ulid hidden = fixture.visible().keySet().iterator().next();
        var partly = new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.GET && key.equals(BlockKeys.meta(hidden)));

        PassResult result = BucketFixture.compactor(partly, options, Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK)
                .run();

        assertThat(result.failures()).isNotEmpty();
        assertThat(result.compactions()).isZero();
        assertThat(fixture.hours(0)).hasSize(5);
    }

    @Test
    void changesNothingWithoutItsLease() throws IOException {
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        var before = snapshot();
        Lease lost = () -> {
            throw new LeaseLostException("somebody else compacts");
        };

        assertThatThrownBy(
                () -> BucketFixture.compactor(bucket, options, lost, new PrometheusRegistry(), CLOCK).run())
                .isInstanceOf(LeaseLostException.class);
        assertThat(snapshot().keySet()).isEqualTo(before.keySet());
    }

    @Test
    void worksThroughABucketThatFailsOften() throws IOException {
        long seed = Long.getLong("hypnos.seed", 20_261_120);
        System.out.println("worksThroughABucketThatFailsOften: -Dhypnos.seed=" + seed);
        for (int hour = 0; hour < 50; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, 5 * STEP);
        }
        Map<String, String> before = fixture.samples();
        var faulty = new FaultyBucket(bucket, new Faults(0.3, 0.3, 0), seed);
        var retrying = new RetryingBucket(faulty, new RetryOptions(6, Duration.ofMillis(1), Duration.ofMillis(2)),
                new BucketMetrics(new PrometheusRegistry(), "test"));
        var compactor = BucketFixture.compactor(retrying, options.with(Downsampling.DEFAULT), Lease.UNDISPUTED,
                new PrometheusRegistry(), CLOCK);

        PassResult result = compactor.run();
        for (int attempt = 0; attempt < 20 && !result.isClean(); attempt++) {
            assertThat(fixture.samples()).isEqualTo(before);
            result = compactor.run();
        }

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.samples()).isEqualTo(before);
        assertThat(fixture.hours(0)).containsExactly("000-048", "048-050");
        assertThat(fixture.hours(300_000)).containsExactly("000-048");
    }

    @Test
    void tellsHowMuchIsToBeDone() throws IOException {
        for (int hour = 0; hour < 50; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, 10 * STEP);
        }
        var retention = new Deletion(Duration.ofHours(48),
                RetentionPolicy.of(Duration.between(Instant.ofEpochMilli(BucketFixture.START + 5 * HOUR), NOW),
                        Duration.ZERO, Duration.ZERO));
        var registry = new PrometheusRegistry();
        var compactor = BucketFixture.compactor(bucket, options.with(Downsampling.DEFAULT).with(retention),
                Lease.UNDISPUTED, registry, CLOCK);

        Progress progress = compactor.progress();

        assertThat(progress).isEqualTo(new Progress(7, 30, 1, 2));
        assertThat(gauge(registry, "thanos_compact_todo_compactions")).isEqualTo(7);
        assertThat(gauge(registry, "thanos_compact_todo_deletion_blocks")).isEqualTo(2);
        fixture.compactor(options.with(Downsampling.DEFAULT)).run();
        assertThat(fixture.compactor(options.with(Downsampling.DEFAULT)).progress())
                .isEqualTo(new Progress(0, 0, 0, 0));
    }

    private static Merging dedup(OverlapMerge overlaps) {
        return new Merging(true, List.of("replica"), overlaps, CompactionRanges.DEFAULT, 64L << 30, 1);
    }

    private static double count(List<AggregateChunk> chunks) {
        double count = 0;
        for (AggregateChunk chunk : chunks) {
            var samples = new StoredSamples();
            ChunkDecoder.decode(chunk.part(Aggregate.COUNT), samples);
            for (int i = 0; i < samples.size(); i++) {
                count += samples.value(i);
            }
        }
        return count;
    }

    private void flip(ObjectKey key, int offset) throws IOException {
        byte[] bytes;
        try (InputStream body = bucket.get(key)) {
            bytes = body.readAllBytes();
        }
        bytes[offset < 0 ? bytes.length + offset : offset] ^= 0x55;
        put(key, bytes);
    }

    private void put(ObjectKey key, byte[] bytes) throws IOException {
        bucket.put(key, new ByteArrayInputStream(bytes), bytes.length);
    }

    private Map<ObjectKey, byte[]> snapshot() throws IOException {
        var objects = new TreeMap<ObjectKey, byte[]>();
        for (var entry : bucket.list(Optional.empty(), Bucket.Listing.RECURSIVE)) {
            try (InputStream body = bucket.get(entry.key())) {
                objects.put(entry.key(), body.readAllBytes());
            }
        }
        return objects;
    }

    private void restore(Map<ObjectKey, byte[]> objects) throws IOException {
        for (ObjectKey key : snapshot().keySet()) {
            bucket.delete(key);
        }
        for (var object : objects.entrySet()) {
            put(object.getKey(), object.getValue());
        }
    }

    private static double counter(PrometheusRegistry registry, String name) {
        return counter(registry, name, "", "");
    }

    private static double counter(PrometheusRegistry registry, String name, String label, String value) {
        return registry.scrape(name::equals).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> label.isEmpty() || value.equals(point.getLabels().get(label)))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue).sum();
    }

    private static double gauge(PrometheusRegistry registry, String name) {
        return registry.scrape(name::equals).stream()
                .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue).sum();
    }
}
