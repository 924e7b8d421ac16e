package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.Tombstones;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.testing.Binaries;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

class BlockCompactorTest {

    private static final long HOUR = 3_600_000;

    @TempDir
    Path directory;

    private final UlidGenerator ulids = new UlidGenerator(Clock.systemUTC());
    private final BlockCompactor compactor = new BlockCompactor(ulids, 500);
    private final List<BlockContents> open = new ArrayList<>();

    @AfterEach
    void closeInputs() {
        open.forEach(BlockContents::close);
    }

    private BlockContents write(SeriesData data, long from, long to) throws IOException {
        return write(data, from, to, BlockLineage.original(ulids.next()));
    }

    private BlockContents write(SeriesData data, long from, long to, BlockLineage lineage) throws IOException {
        var ulid = ulids.next();
        try (var writer = LabelledBlockWriter.create(directory, ulid, 1 << 14)) {
            for (Labels labels : data.labels()) {
                writer.add(labels, data.chunks(labels));
            }
            writer.finish(new BlockDraft(from, to, lineage, null)).orElseThrow();
        }
        return open(directory.resolve(ulid.toString()));
    }

    private BlockContents open(Path block) throws IOException {
        var contents = BlockContents.open(block);
        open.add(contents);
        return contents;
    }

    private TreeMap<Labels, TreeMap<Long, String>> read(BlockMeta meta) {
        try (var block = Block.open(directory.resolve(meta.ulid().toString()), new PageCache(1 << 20))) {
            return SeriesData.of(block.select(List.of(), TimeRange.ALL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<BlockMeta> compacted(CompactionResult result) {
        assertThat(result).isInstanceOf(CompactionResult.Compacted.class);
        return ((CompactionResult.Compacted) result).blocks();
    }

    private static void addAll(TreeMap<Labels, TreeMap<Long, String>> to, TreeMap<Labels, TreeMap<Long, String>> from) {
        from.forEach((labels, samples) -> to.computeIfAbsent(labels, l -> new TreeMap<>()).putAll(samples));
    }

    /// Some of the series of `base` with other samples, and some of its own.
    private static SeriesData similar(Random random, List<Labels> base, long from, long to) {
        var data = new SeriesData();
        for (Labels labels : base) {
            if (random.nextInt(5) > 0) {
                data.add(labels, SeriesData.samples(random, from, to, 150));
            }
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            data.add(SeriesData.labels(random, 1000 + random.nextInt(100)), SeriesData.samples(random, from, to, 150));
        }
        if (data.labels().isEmpty()) {
            data.add(Labels.of("__name__", "lonely"), SeriesData.samples(random, from, to, 10));
        }
        return data;
    }

    @Test
    void copiesChunksOfBlocksThatFollowOneAnotherAsTheyStand() {
        Seeds.forEach(Seeds.rounds("hypnos.compact.rounds", 6), random -> {
            try {
                var base = SeriesData.random(random, 1 + random.nextInt(40), 0, 2 * HOUR, 2).labels();
                var inputs = new ArrayList<BlockContents>();
                var expected = new TreeMap<Labels, TreeMap<Long, String>>();
                var chunks = new TreeMap<Labels, List<Chunk>>();
                for (int i = 0; i <= random.nextInt(6); i++) {
                    var data = similar(random, base, i * 2 * HOUR, (i + 1) * 2 * HOUR);
                    inputs.add(write(data, i * 2 * HOUR, (i + 1) * 2 * HOUR));
                    addAll(expected, data.series());
                    data.labels().forEach(labels -> chunks.computeIfAbsent(labels, l -> new ArrayList<>())
                            .addAll(data.chunks(labels)));
                }
                java.util.Collections.shuffle(inputs, random);
                var blocks = compacted(compactor.compact(inputs, directory, CompactionOptions.LOCAL));
                assertThat(blocks).hasSize(1);
                var meta = blocks.getFirst();
                SeriesData.assertSame(read(meta), expected);
                try (var block = Block.open(directory.resolve(meta.ulid().toString()), new PageCache(1 << 20));
                        var set = block.select(List.of(), TimeRange.ALL)) {
                    while (set.next()) {
                        assertThat(set.series().chunks()).isEqualTo(chunks.get(set.series().labels()));
                    }
                }
                checkMeta(meta, inputs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void checkMeta(BlockMeta meta, List<BlockContents> inputs) {
        assertThat(meta.lineage().level()).isEqualTo(2);
        assertThat(meta.lineage().sources()).hasSize(inputs.size()).isSorted();
        assertThat(meta.lineage().parents()).hasSize(inputs.size()).isSortedAccordingTo(
                java.util.Comparator.comparing(BlockLineage.Parent::minTime));
        assertThat(meta.minTime()).isEqualTo(inputs.stream().mapToLong(i -> i.meta().minTime()).min().orElseThrow());
        assertThat(meta.maxTime()).isEqualTo(inputs.stream().mapToLong(i -> i.meta().maxTime()).max().orElseThrow());
        assertThat(meta.stats().samples()).isEqualTo(inputs.stream().mapToLong(i -> i.meta().stats().samples()).sum());
        assertThat(meta.stats().chunks()).isEqualTo(inputs.stream().mapToLong(i -> i.meta().stats().chunks()).sum());
        assertThat(meta.stats().floatSamples() + meta.stats().histogramSamples()).isEqualTo(meta.stats().samples());
    }

    @Test
    void mergesOverlappingBlocksSampleBySampleLessWhatIsDeleted() {
        Seeds.forEach(Seeds.rounds("hypnos.compact.rounds", 6), random -> {
            try {
                var base = SeriesData.random(random, 1 + random.nextInt(30), 0, 2 * HOUR, 2).labels();
                var inputs = new ArrayList<BlockContents>();
                var candidates = new ArrayList<TreeMap<Labels, TreeMap<Long, String>>>();
                for (int i = 0; i < 2 + random.nextInt(3); i++) {
                    long from = random.nextInt(3) * HOUR / 2;
                    var data = similar(random, base, from, from + 2 * HOUR);
                    var written = write(data, from, from + 2 * HOUR);
                    candidates.add(deleteSome(written, data, random));
                    inputs.add(open(directory.resolve(written.meta().ulid().toString())));
                }
                var meta = compacted(compactor.compact(inputs, directory, CompactionOptions.LOCAL)).getFirst();
                var times = new TreeMap<Labels, TreeMap<Long, String>>();
                candidates.forEach(data -> addAll(times, data));
                times.values().removeIf(TreeMap::isEmpty);
                var found = read(meta);
                assertThat(found.keySet()).isEqualTo(times.keySet());
                found.forEach((labels, samples) -> {
                    assertThat(samples.keySet()).isEqualTo(times.get(labels).keySet());
                    samples.forEach((time, text) -> assertThat(candidates).anySatisfy(
                            data -> assertThat(data.getOrDefault(labels, new TreeMap<>()).get(time)).isEqualTo(text)));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// Writes tombstones, and returns what is left.
    private TreeMap<Labels, TreeMap<Long, String>> deleteSome(BlockContents written, SeriesData data, Random random)
            throws IOException {
        var rest = SeriesData.filtered(data.series(), labels -> true, time -> true);
        var tombstones = Tombstones.NONE;
        var index = io.hypnos.tsdb.index.IndexReader.open(written.index());
        var reader = index.seriesReader();
        for (int ref : index.all().toArray()) {
            if (random.nextInt(3) == 0) {
                reader.readLabels(ref);
                long from = random.nextInt((int) (3 * HOUR));
                long to = from + random.nextInt((int) (2 * HOUR));
                tombstones = tombstones.with(ref, from, to);
                rest.get(reader.labels()).subMap(from, true, to, true).clear();
            }
        }
        tombstones.write(directory.resolve(written.meta().ulid().toString()));
        return rest;
    }

    @Test
    void keepsOneOfEqualChunks() throws IOException {
        var data = SeriesData.random(new Random(3), 40, 0, 2 * HOUR, 300);
        var first = write(data, 0, 2 * HOUR);
        var second = write(data, 0, 2 * HOUR);
        var meta = compacted(compactor.compact(List.of(first, second), directory, CompactionOptions.LOCAL)).getFirst();
        assertThat(meta.stats()).isEqualTo(first.meta().stats());
        SeriesData.assertSame(read(meta), data.series());
    }

    @Test
    void writesSeveralBlocksByTime() throws IOException {
        var data = SeriesData.random(new Random(4), 50, 0, 6 * HOUR, 1000);
        var input = write(data, 0, 6 * HOUR);
        var ranges = List.of(TimeRange.halfOpen(0, 2 * HOUR), TimeRange.halfOpen(2 * HOUR, 4 * HOUR),
                TimeRange.halfOpen(5 * HOUR, 6 * HOUR), TimeRange.halfOpen(100 * HOUR, 101 * HOUR));
        var blocks = compacted(
                compactor.compact(List.of(input), directory, CompactionOptions.LOCAL.withOutputs(ranges)));
        assertThat(blocks).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(blocks.get(i).range()).isEqualTo(ranges.get(i));
            assertThat(blocks.get(i).lineage().parents()).isEmpty();
            SeriesData.assertSame(read(blocks.get(i)),
                    SeriesData.filtered(data.series(), labels -> true, ranges.get(i)::contains));
        }
    }

    @Test
    void makesOneSeriesOfReplicasWhoseLabelIsDropped() {
        Seeds.forEach(4, random -> {
            try {
                var inputs = new ArrayList<BlockContents>();
                var expected = new TreeMap<Labels, TreeMap<Long, String>>();
                for (int i = 0; i < 2; i++) {
                    var data = new SeriesData();
                    for (int s = 0; s < 200; s++) {
                        var plain = SeriesData.labels(new Random(s), s);
                        for (String replica : List.of("a", "b", "")) {
                            if (random.nextInt(3) > 0) {
                                data.add(plain.with("job", replica).with("m", replica),
                                        shared(new Random(s), i * 2 * HOUR));
                            }
                        }
                    }
                    inputs.add(write(data, i * 2 * HOUR, (i + 1) * 2 * HOUR));
                    data.series().forEach((labels, samples) -> expected
                            .computeIfAbsent(labels.without(List.of("job", "m")), l -> new TreeMap<>())
                            .putAll(samples));
                }
                var options = CompactionOptions.LOCAL.withDroppedLabels(Set.of("job", "m", "unknown"));
                var meta = compacted(compactor.compact(inputs, directory, options)).getFirst();
                SeriesData.assertSame(read(meta), expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(leftovers()).isEmpty();
    }

    /// What all replicas of a series have.
    private static StoredSamples shared(Random random, long from) {
        var samples = new StoredSamples();
        for (int i = 0; i < 200; i++) {
            samples.add(from + i * 30_000L, random.nextInt(100));
        }
        return samples;
    }

    private List<Path> leftovers() {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains(".tmp")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deduplicatesReplicasByPenalty() throws IOException {
        var lanes = new ArrayList<StoredSamples>();
        var inputs = new ArrayList<BlockContents>();
        for (int replica = 0; replica < 2; replica++) {
            var samples = new StoredSamples();
            for (int i = 0; i < 480; i++) {
                boolean gap = replica == 0 && i > 200 && i < 230 || replica == 1 && i > 300 && i < 310;
                if (!gap) {
                    samples.add(replica * 4000 + i * 15_000L, replica);
                }
            }
            lanes.add(samples);
            var data = new SeriesData();
            data.add(Labels.of("__name__", "m"), samples);
            inputs.add(write(data, 0, 2 * HOUR));
        }
        var merged = OverlapMerge.PENALTY.merge(lanes);
        var expected = new SeriesData();
        expected.add(Labels.of("__name__", "m"), merged);
        var meta = compacted(compactor.compact(inputs, directory,
                CompactionOptions.LOCAL.withOverlaps(OverlapMerge.PENALTY))).getFirst();
        SeriesData.assertSame(read(meta), expected.series());
        assertThat(meta.stats().samples()).isBetween(470L, 485L);
    }

    @Test
    void writesABlockAnewWithoutWhatIsDeleted() throws IOException {
        var data = SeriesData.random(new Random(10), 20, 0, 2 * HOUR, 200);
        var written = write(data, 0, 2 * HOUR);
        var rest = deleteSome(written, data, new Random(1));
        rest.values().removeIf(TreeMap::isEmpty);
        var old = open(directory.resolve(written.meta().ulid().toString()));
        var meta = compacted(compactor.rewrite(old, directory, CompactionOptions.LOCAL)).getFirst();
        SeriesData.assertSame(read(meta), rest);
        assertThat(meta.lineage().level()).isEqualTo(1);
        assertThat(meta.lineage().sources()).containsExactly(meta.ulid());
        assertThat(meta.lineage().parents()).containsExactly(new BlockLineage.Parent(old.meta().ulid(), 0, 2 * HOUR));
        assertThat(Tombstones.read(directory.resolve(meta.ulid().toString())).isEmpty()).isTrue();
    }

    @Test
    void writesNothingWhenNothingIsLeft() throws IOException {
        var data = SeriesData.random(new Random(5), 3, 0, 2 * HOUR, 30);
        var written = write(data, 0, 2 * HOUR);
        Path block = directory.resolve(written.meta().ulid().toString());
        var tombstones = Tombstones.NONE;
        for (int ref : io.hypnos.tsdb.index.IndexReader.open(written.index()).all().toArray()) {
            tombstones = tombstones.with(ref, 0, 2 * HOUR);
        }
        tombstones.write(block);
        assertThat(compacted(compactor.compact(List.of(open(block)), directory, CompactionOptions.LOCAL))).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void refusesOverlapsUnlessTolerated() throws IOException {
        var data = SeriesData.random(new Random(6), 3, HOUR, 2 * HOUR, 30);
        var inputs = List.of(write(data, 0, 2 * HOUR), write(data, HOUR, 3 * HOUR));
        var strict = CompactionOptions.LOCAL.withTolerated(Set.of());
        assertThat(compactor.compact(inputs, directory, strict)).isInstanceOfSatisfying(CompactionResult.Refused.class,
                refused -> {
                    assertThat(refused.finding().kind()).isEqualTo(FindingKind.OVERLAPPING_BLOCKS);
                    assertThat(refused.finding().block()).isEqualTo(inputs.get(1).meta().ulid());
                });
        assertThatThrownBy(() -> strict.withTolerated(Set.of(FindingKind.UNREADABLE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void namesTheInputWhoseBytesAreBroken() {
        var data = SeriesData.random(new Random(7), 12, 0, 2 * HOUR, 150);
        Seeds.forEach(25, random -> {
            try {
                var good = write(data, 0, 2 * HOUR);
                var other = SeriesData.random(new Random(8), 12, 2 * HOUR, 4 * HOUR, 150);
                var bad = write(other, 2 * HOUR, 4 * HOUR);
                Path block = directory.resolve(bad.meta().ulid().toString());
                Path file = block.resolve(random.nextBoolean() ? "index" : "chunks/000002");
                byte[] bytes = Files.readAllBytes(file);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                BlockContents broken;
                try {
                    broken = open(block);
                } catch (io.hypnos.series.StorageException e) {
                    return;
                }
                switch (compactor.compact(List.of(good, broken), directory, CompactionOptions.LOCAL)) {
                    case CompactionResult.Refused(Finding finding) ->
                        assertThat(finding.block()).isEqualTo(bad.meta().ulid());
                    case CompactionResult.Compacted(List<BlockMeta> blocks, List<Finding> findings) -> {
                        var expected = SeriesData.filtered(data.series(), labels -> true, time -> true);
                        addAll(expected, other.series());
                        SeriesData.assertSame(read(blocks.getFirst()), expected);
                    }
                }
                assertThat(leftovers()).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void mergesAnIndexOfVersion1() throws IOException {
        Path source = Binaries.testdata("tsdb/prometheus_index_format_v1");
        Path copy = Files.createDirectories(directory.resolve("01DXXFZDYD1MQW6079WK0K6EDQ/chunks")).getParent();
        for (String file : List.of("index", "meta.json", "chunks/000001")) {
            Files.write(copy.resolve(file), Files.readAllBytes(source.resolve(file)));
        }
        var old = open(copy);
        var data = SeriesData.random(new Random(9), 20, 0, 7_200_000, 50);
        var meta = compacted(compactor.compact(List.of(old, write(data, 0, 7_200_000)), directory,
                CompactionOptions.LOCAL)).getFirst();
        var expected = read(old.meta());
        addAll(expected, data.series());
        SeriesData.assertSame(read(meta), expected);
        assertThat(expected).hasSize(122);
    }
}
