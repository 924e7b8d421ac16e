package io.hypnos.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

class BlockTest {

    private static final Ulid ULID = Ulid.parse("01M7X1SYGN9G1AE1D4GC90QFAG");
    private static final Labels FIRST = Labels.of("__name__", "a", "x", "1");
    private static final Labels SECOND = Labels.of("__name__", "a", "x", "2");
    private static final String CHUNK = "0003d00f402f000000000000e807dc2e5a899880";
    private static final String SEGMENT = "85bd40dd 01 000000 14 01" + CHUNK + "88990abf 14 01" + CHUNK + "88990abf";

    @TempDir
    Path directory;

    private final PageCache cache = new PageCache(1 << 20);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private BlockMeta writeTiny() throws IOException {
        var chunk = Chunk.of(1000, 3000, ChunkEncoding.XOR, bytes(CHUNK));
        try (var writer = LabelledBlockWriter.create(directory, ULID)) {
            writer.add(FIRST, List.of(chunk));
            writer.add(SECOND, List.of(chunk));
            return writer.finish(BlockDraft.original(ULID, 1000, 3001)).orElseThrow();
        }
    }

    @Test
    void writesTheTinyBlockByteForByte() throws IOException {
        var meta = writeTiny();
        Path block = directory.resolve(ULID.toString());
        assertThat(block.resolve("chunks/000001")).hasBinaryContent(bytes(SEGMENT));
        assertThat(block.resolve("tombstones")).hasBinaryContent(bytes("0130ba30 01 00000000"));
        assertThat(new String(Files.readAllBytes(block.resolve("meta.json")), UTF_8)).isEqualTo("""
                {
                	"ulid": "01M7X1SYGN9G1AE1D4GC90QFAG",
                	"minTime": 1000,
                	"maxTime": 3001,
                	"stats": {
                		"numSamples": 6,
                		"numFloatSamples": 6,
                		"numSeries": 2,
                		"numChunks": 2
                	},
                	"compaction": {
                		"level": 1,
                		"sources": [
                			"01M7X1SYGN9G1AE1D4GC90QFAG"
                		]
                	},
                	"version": 1
                }""");
        assertThat(BlockMeta.read(block)).isEqualTo(meta);
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile).map(f -> block.relativize(f).toString()).sorted())
                    .containsExactly("chunks/000001", "index", "meta.json", "tombstones");
        }
    }

    @Test
    void leavesOutWhatIsDeleted() throws IOException {
        writeTiny();
        Path block = directory.resolve(ULID.toString());
        Tombstones.NONE.with(4, 2000, 2000).write(block);
        try (var opened = Block.open(block, cache)) {
            var found = SeriesData.of(opened.select(List.of(), TimeRange.ALL));
            assertThat(found.get(FIRST).keySet()).containsExactly(1000L, 2000L, 3000L);
            assertThat(found.get(SECOND).keySet()).containsExactly(1000L, 3000L);
        }
        Tombstones.NONE.with(4, 0, 5000).write(block);
        try (var opened = Block.open(block, cache)) {
            assertThat(SeriesData.of(opened.select(List.of(), TimeRange.ALL))).containsOnlyKeys(FIRST);
        }
    }

    @Test
    void deletesForLaterSelectionsOnly() throws IOException {
        writeTiny();
        Path path = directory.resolve(ULID.toString());
        try (var block = Block.open(path, cache)) {
            var running = block.select(List.of(), TimeRange.ALL);
            block.delete(List.of(Matcher.equal("x", "1")), TimeRange.closed(1500, Long.MAX_VALUE));
            block.delete(List.of(Matcher.equal("x", "2")), TimeRange.closed(5000, 6000));
            block.delete(List.of(Matcher.equal("x", "2")), TimeRange.closed(-10, 1000));
            assertThat(SeriesData.of(running).get(FIRST)).hasSize(3);
            var found = SeriesData.of(block.select(List.of(), TimeRange.ALL));
            assertThat(found.get(FIRST).keySet()).containsExactly(1000L);
            assertThat(found.get(SECOND).keySet()).containsExactly(2000L, 3000L);
            assertThat(block.meta().stats().tombstones()).isEqualTo(2);
        }
        try (var again = Block.open(path, cache)) {
            assertThat(again.meta().stats().tombstones()).isEqualTo(2);
            assertThat(SeriesData.of(again.select(List.of(), TimeRange.ALL)).get(FIRST).keySet())
                    .containsExactly(1000L);
            again.delete(List.of(), TimeRange.ALL);
            assertThat(SeriesData.of(again.select(List.of(), TimeRange.ALL))).isEmpty();
            assertThat(Tombstones.read(path).of(3)).isEqualTo(Intervals.NONE.with(1000, 3000));
        }
    }

    @Test
    void publishesNothingWithoutSamplesAndLeavesNothingBehind() throws IOException {
        try (var writer = LabelledBlockWriter.create(directory, ULID)) {
            writer.add(FIRST, List.of());
            assertThat(writer.finish(BlockDraft.original(ULID, 0, 10))).isEmpty();
        }
        try (var writer = BlockWriter.create(directory, ULID)) {
            writer.symbol(new byte[]{'a'}, 0, 1);
            writer.series(new int[]{0, 0}, 1);
            assertThat(writer.finish(BlockDraft.original(ULID, 0, 10))).isEmpty();
        }
        var chunk = Chunk.of(1000, 3000, ChunkEncoding.XOR, bytes(CHUNK));
        try (var writer = LabelledBlockWriter.create(directory, ULID)) {
            writer.add(FIRST, List.of(chunk));
            assertThatThrownBy(() -> writer.add(FIRST, List.of(chunk))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(SECOND, List.of(chunk, chunk)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        try (var writer = LabelledBlockWriter.create(directory, ULID)) {
            writer.add(FIRST, List.of(chunk));
            assertThatThrownBy(() -> writer.finish(BlockDraft.original(ULID, 1000, 3000)))
                    .hasMessageContaining("outside of block");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void lateReadersAreToldThatTheBlockIsClosed() throws IOException {
        writeTiny();
        var block = Block.open(directory.resolve(ULID.toString()), cache);
        var running = block.select(List.of(), TimeRange.ALL);
        assertThat(running.next()).isTrue();
        block.close();
        assertThatThrownBy(() -> block.select(List.of(), TimeRange.ALL)).isInstanceOf(BlockClosedException.class)
                .hasMessage("block " + ULID + " is closed");
        assertThatThrownBy(() -> block.labelNames(List.of())).isInstanceOf(BlockClosedException.class);
        BlockFiles.delete(block.directory());
        assertThat(running.next()).isTrue();
        assertThat(running.series().labels()).isEqualTo(SECOND);
        assertThat(running.next()).isFalse();
        running.close();
        running.close();
        block.close();
        assertThat(cache.bytes()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void everyReaderGetsAllOrIsTurnedAwayWhenTheBlockIsClosed() throws Exception {
        writeTiny();
        for (int round = 0; round < 20; round++) {
            var block = Block.open(directory.resolve(ULID.toString()), cache);
            var started = new CountDownLatch(4);
            try (var threads = Executors.newFixedThreadPool(4)) {
                var readers = new ArrayList<Future<Integer>>();
                for (int i = 0; i < 4; i++) {
                    readers.add(threads.submit(() -> {
                        started.countDown();
                        int read = 0;
                        while (true) {
                            try {
                                assertThat(SeriesData.of(block.select(List.of(), TimeRange.ALL))).hasSize(2);
                                read++;
                            } catch (BlockClosedException e) {
                                return read;
                            }
                        }
                    }));
                }
                started.await();
                block.close();
                for (var reader : readers) {
                    assertThat(reader.get()).isNotNegative();
                }
            }
            assertThat(cache.bytes()).isZero();
        }
    }

    @Test
    void knowsLeftoversFromBlocks() throws IOException {
        writeTiny();
        for (String name : List.of(ULID + ".tmp-for-creation", ULID + ".tmp-for-deletion", ULID + ".tmp", "wal",
                "wal.tmp", "01m7x1sygn9g1ae1d4gc90qfag")) {
            Files.createDirectories(directory.resolve(name).resolve("sub"));
        }
        assertThat(BlockFiles.list(directory)).containsExactly(directory.resolve(ULID.toString()));
        assertThat(BlockFiles.removeLeftovers(directory)).hasSize(3);
        assertThat(directory.resolve("wal.tmp")).exists();
        assertThat(BlockFiles.list(directory)).hasSize(1);
        assertThat(BlockFiles.list(directory.resolve("nowhere"))).isEmpty();
    }

    @Test
    void findsWhatWasWritten() {
        Seeds.forEach(Seeds.rounds("hypnos.block.rounds", 12), random -> {
            var data = SeriesData.random(random, 1 + random.nextInt(1 << random.nextInt(9)), 0, 7_200_000, 200);
            Path base = directory.resolve("d" + random.nextLong());
            try {
                Files.createDirectories(base);
                var meta = write(base, data, random, 1 << (10 + random.nextInt(12)));
                assertThat(meta.stats().series()).isEqualTo(data.series().size());
                try (var block = Block.open(base.resolve(meta.ulid().toString()), cache)) {
                    check(block, data, random);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static BlockMeta write(Path base, SeriesData data, Random random, int segmentSize) throws IOException {
        var ulid = new Ulid(random.nextLong() >>> 3, random.nextLong());
        try (var writer = LabelledBlockWriter.create(base, ulid, segmentSize)) {
            for (Labels labels : data.labels()) {
                writer.add(labels, data.chunks(labels));
            }
            return writer.finish(BlockDraft.original(ulid, 0, 7_200_000)).orElseThrow();
        }
    }

    private static void check(Block block, SeriesData data, Random random) {
        SeriesData.assertSame(SeriesData.of(block.select(List.of(), TimeRange.ALL)), data.series());
        for (int i = 0; i < 10; i++) {
            var matchers = someMatchers(random);
            long from = random.nextInt(7_200_000);
            var range = TimeRange.closed(from, from + random.nextInt(3_600_000));
            var found = SeriesData.of(block.select(matchers, range));
            var expected = SeriesData.filtered(data.series(), labels -> Matcher.allMatch(matchers, labels),
                    range::contains);
            // Chunks come whole, and some that overlap the range have no sample in it.
            SeriesData.assertSame(SeriesData.filtered(found, labels -> true, range::contains), expected);
            var labels = new ArrayList<Labels>();
            try (var set = block.selectLabels(matchers, range)) {
                while (set.next()) {
                    assertThat(set.series().chunks()).isEmpty();
                    labels.add(set.series().labels());
                }
            }
            assertThat(labels).containsExactlyElementsOf(found.keySet());
            checkLabels(block, data, matchers);
        }
    }

    private static void checkLabels(Block block, SeriesData data, List<Matcher> matchers) {
        var names = new TreeSet<byte[]>(Arrays::compareUnsigned);
        var values = new TreeSet<byte[]>(Arrays::compareUnsigned);
        for (Labels labels : data.labels()) {
            if (Matcher.allMatch(matchers, labels)) {
                labels.forEach((name, value) -> names.add(name.getBytes(UTF_8)));
                if (labels.has("le")) {
                    values.add(labels.get("le").getBytes(UTF_8));
                }
            }
        }
        assertThat(block.labelNames(matchers)).isEqualTo(names.stream().map(n -> new String(n, UTF_8)).toList());
        assertThat(block.labelValues("le", matchers))
                .isEqualTo(values.stream().map(v -> new String(v, UTF_8)).toList());
        assertThat(block.labelValues("none", matchers)).isEmpty();
    }

    private static List<Matcher> someMatchers(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> List.of();
            case 1 -> List.of(Matcher.equal("__name__", "metric_" + random.nextInt(8)));
            case 2 -> List.of(Matcher.of(MatchType.REGEX, "instance", "host-[0-9]*" + random.nextInt(10)));
            case 3 -> List.of(Matcher.equal("le", ""), Matcher.of(MatchType.NOT_EQUAL, "__name__", "metric_1"));
            case 4 -> List.of(Matcher.of(MatchType.REGEX, "é\uD83D\uDE00", ".+"));
            default ->
                List.of(Matcher.of(MatchType.NOT_REGEX, "le", "1|2"), Matcher.of(MatchType.REGEX, "Zone", "(?s).*1"));
        };
    }
}
