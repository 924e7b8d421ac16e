package io.hypnos.compact.engine;

import static io.hypnos.compact.engine.BucketFixture.CLOCK;
import static io.hypnos.compact.engine.BucketFixture.HOUR;
import static io.hypnos.compact.engine.BucketFixture.START;
import static io.hypnos.compact.engine.BucketFixture.STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.hypnos.compact.engine.EngineOptions.Downsampling;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.ChunkSegmentWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.ChunkMetas;
import io.hypnos.tsdb.index.IndexWriter;

/// One bad block among good ones, a compactor that is killed, and two that do not know of each other.
class CompactorFaultTest {

    private static final long STEP = 60_000;
    private static final Labels OTHER = Labels.of("tenant_id", "team-b");
    private static final int KILLS = Integer.getInteger("hypnos.kills", 3);

    @TempDir
    private Path temp;

    private final MemoryBucket bucket = new MemoryBucket();
    private BucketFixture fixture;
    private EngineOptions options;

    @BeforeEach
    void fill() throws IOException {
        fixture = new BucketFixture(bucket, temp);
        options = EngineOptions.in(temp.resolve("data")).with(new Downsampling(false, 1));
        for (int hour = 0; hour < 10; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
            fixture.block(OTHER, hour, hour + 2, STEP);
        }
    }

    /// What a block may suffer.
    private enum Damage {
        ROT_IN_CHUNKS {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                byte[] bytes = test.read(BlockKeys.segment(block, "000001"));
                bytes[bytes.length / 2] ^= 0x40;
                test.put(BlockKeys.segment(block, "000001"), bytes);
            }
        },
        ROT_IN_SERIES {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                byte[] bytes = test.read(BlockKeys.index(block));
                int at = bytes.length / 3;
                while (bytes[at] == 0) {
                    // Nobody misses what lies between two series.
                    at++;
                }
                bytes[at] ^= 0x40;
                test.put(BlockKeys.index(block), bytes);
            }
        },
        NO_CHUNKS {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                test.bucket.delete(BlockKeys.segment(block, "000001"));
            }
        },
        NO_INDEX {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                test.bucket.delete(BlockKeys.index(block));
            }
        },
        ERROR_PAGE_AS_INDEX {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                test.put(BlockKeys.index(block), "<html><body>502 Bad Gateway</body></html>".getBytes());
            }
        },
        EMPTY_CHUNKS {
            @Override
            void strike(CompactorFaultTest test, Ulid block) throws IOException {
                test.put(BlockKeys.segment(block, "000001"), new byte[0]);
            }
        };

        abstract void strike(CompactorFaultTest test, Ulid block) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void setsTheBadBlockAsideAndNothingElse(Damage damage) throws IOException {
        Ulid bad = block(STREAM, 2);
        damage.strike(this, bad);

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.catalog().marks().noCompact()).containsOnlyKeys(bad);
        assertThat(fixture.catalog().marks().noCompact().get(bad).why()).contains(Reason.QUARANTINED);
        assertThat(hours(STREAM)).containsExactlyInAnyOrder("0-2", "2-4", "4-8", "8-10");
        assertThat(hours(OTHER)).containsExactlyInAnyOrder("0-8", "8-10");
        assertThat(fixture.compactor(options).run().failures()).as("the next pass").isEmpty();
    }

    @Test
    void setsABlockWithChunksOutOfOrderAside() throws IOException {
        Ulid bad = outOfOrder();

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(fixture.catalog().marks().noCompact()).containsOnlyKeys(bad);
        assertThat(fixture.catalog().marks().noCompact().get(bad).why()).contains(Reason.OUT_OF_ORDER_CHUNKS);
        assertThat(hours(OTHER)).containsExactlyInAnyOrder("0-8", "8-10");
    }

    @Test
    void leavesABlockAloneWhoseMetaIsAnErrorPage() throws IOException {
        Ulid bad = block(STREAM, 2);
        put(BlockKeys.meta(bad), "<html><body>502 Bad Gateway</body></html>".getBytes());

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(hours(STREAM)).as("nobody knows whose the bad one is").containsExactlyInAnyOrder("0-8", "8-10");
        assertThat(hours(OTHER)).containsExactlyInAnyOrder("0-8", "8-10");
        assertThat(bucket.exists(BlockKeys.index(bad))).isTrue();
        assertThat(fixture.catalog().marks().deletion()).doesNotContainKey(bad);
    }

    @Test
    void twoThatDoNotKnowOfEachOtherDoNoHarm() throws Exception {
        Map<String, String> before = samples(STREAM);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var pass : threads.invokeAll(List.of(compactorIn("one"), compactorIn("two")))) {
                pass.get();
            }
        }

        PassResult result = fixture.compactor(options).run();

        assertThat(result.failures()).isEmpty();
        assertThat(hours(STREAM)).containsExactlyInAnyOrder("0-8", "8-10");
        assertThat(samples(STREAM)).isEqualTo(before);
        assertThat(fixture.compactor(options).run().compactions()).isZero();
    }

    /// Kills a process in the middle of its pass, again and again, at moments that differ.
    @Test
    void goesOnWhereItWasKilled() throws Exception {
        Path directory = temp.resolve("bucket");
        var files = FilesystemBucket.open(directory);
        var onDisk = new BucketFixture(files, temp.resolve("on-disk"));
        for (int hour = 0; hour < 58; hour += 2) {
            onDisk.block(STREAM, hour, hour + 2, STEP);
        }
        Map<String, String> before = onDisk.samples();
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                    System.getProperty("java.class.path"), OnePass.class.getName(), directory.toString(),
                    temp.resolve("killed").toString()).redirectErrorStream(true).start();
            process.getInputStream().read();
            int blocks = onDisk.catalog().blocks().size();
            while (process.isAlive() && onDisk.catalog().blocks().size() == blocks) {
                Thread.onSpinWait();
            }
            killed += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
            assertThat(onDisk.samples()).as("after kill %s", kill).isEqualTo(before);
        }
        assertThat(killed).isPositive();

        PassResult result = BucketFixture.compactor(files, EngineOptions.in(temp.resolve("killed")), Lease.UNDISPUTED,
                new PrometheusRegistry(), CLOCK).run();

        assertThat(result.failures()).isEmpty();
        assertThat(onDisk.hours(0)).containsExactly("000-048", "048-056", "056-058");
        assertThat(onDisk.hours(300_000)).containsExactly("000-048");
        assertThat(onDisk.samples()).isEqualTo(before);
    }

    /// The process that is killed.
    static final class OnePass {

        private OnePass() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("up");
            BucketFixture.compactor(FilesystemBucket.open(Path.of(arguments[0])),
                    EngineOptions.in(Path.of(arguments[1])), Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK).run();
        }
    }

    private Callable<PassResult> compactorIn(String directory) {
        EngineOptions own = EngineOptions.in(temp.resolve(directory)).with(new Downsampling(false, 1));
        return () -> BucketFixture.compactor(bucket, own, Lease.UNDISPUTED, new PrometheusRegistry(), CLOCK).run();
    }

    private Ulid block(Labels stream, int hour) throws IOException {
        return fixture.visible().values().stream()
                .filter(block -> block.labels().equals(stream) && block.minTime() == START + hour * HOUR).findFirst()
                .orElseThrow().id();
    }

    private List<String> hours(Labels stream) throws IOException {
        return fixture.visible().values().stream().filter(block -> block.labels().equals(stream))
                .map(block -> (block.minTime() - START) / HOUR + "-" + (block.maxTime() - START) / HOUR).toList();
    }

    private Map<String, String> samples(Labels stream) throws IOException {
        List<BucketBlockMeta> blocks = fixture.visible().values().stream()
                .filter(block -> block.labels().equals(stream)).toList();
        return fixture.samples(blocks);
    }

    /// A block of two hours after the others of the first stream, a series of which has its chunks the wrong way round; good ones follow.
    private Ulid outOfOrder() throws IOException {
        long min = START + 10 * HOUR;
        var id = new Ulid(min << 16, 99);
        Path directory = Files.createDirectories(temp.resolve("out-of-order").resolve(id.toString()));
        try (var segments = new ChunkSegmentWriter(directory.resolve("chunks"), 1 << 20);
                var index = IndexWriter.create(directory.resolve("index"))) {
            index.symbol("a".getBytes(UTF_8), 0, 1);
            index.symbol("b".getBytes(UTF_8), 0, 1);
            var metas = new ChunkMetas();
            for (Chunk chunk : List.of(chunk(min + HOUR), chunk(min))) {
                metas.add(chunk.minTime(), chunk.maxTime(), segments.append(chunk.encoding().id(), chunk.data(),
                        chunk.offset(), chunk.length()));
            }
            index.series(new int[]{0, 1}, 1, metas);
            segments.finish();
            index.finish();
        }
        new BlockMeta(id, min, min + 2 * HOUR, new BlockStats(100, 100, 0, 1, 2, 0), BlockLineage.original(id),
                ThanosMeta.of(STREAM, "receive")).write(directory);
        new BlockUploader(bucket, BlockUploader.Options.DEFAULT, CLOCK).upload(directory, BlockMeta.read(directory));
        for (int hour = 12; hour < 18; hour += 2) {
            fixture.block(STREAM, hour, hour + 2, STEP);
        }
        return id;
    }

    private static Chunk chunk(long from) {
        var appender = new XorAppender();
        for (int i = 0; i < 50; i++) {
            appender.append(from + i * STEP, i);
        }
        return appender.toChunk();
    }

    private byte[] read(ObjectKey key) throws IOException {
        try (InputStream body = bucket.get(key)) {
            return body.readAllBytes();
        }
    }

    private void put(ObjectKey key, byte[] bytes) throws IOException {
        bucket.put(key, new ByteArrayInputStream(bytes), bytes.length);
    }
}
