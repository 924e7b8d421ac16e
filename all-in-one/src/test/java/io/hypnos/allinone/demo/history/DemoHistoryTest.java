package io.hypnos.allinone.demo.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.allinone.testing.RealPrometheus;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

class DemoHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:17:31.123Z");

    @TempDir
    Path directory;

    private final DemoFleet fleet = new DemoFleet();
    private Bucket bucket;
    private Path root;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("bucket"));
        bucket = FilesystemBucket.open(root);
    }

    @Test
    void coversThePastWithBlocksOfThreeStreams() throws Exception {
        DemoHistory.Written written = write(Duration.ofDays(6), NOW);
        Map<Labels, TreeMap<Long, BlockMeta>> streams = new HashMap<>();
        for (BlockMeta meta : blocks()) {
            streams.computeIfAbsent(external(meta), labels -> new TreeMap<>()).put(meta.minTime(), meta);
        }
        assertThat(streams.keySet()).extracting(labels -> labels.get("tenant_id"))
                .containsExactlyInAnyOrder("team-a", "team-a", "team-b");
        assertThat(streams.keySet())
                .allMatch(labels -> labels.get("demo").equals("true") && labels.has("receive_replica"));
        streams.forEach((labels, metas) -> {
            assertThat(metas.firstEntry().getValue().minTime())
                    .isEqualTo(NOW.minus(Duration.ofDays(6)).toEpochMilli());
            assertThat(metas.lastEntry().getValue().maxTime()).isEqualTo(NOW.toEpochMilli());
            long previous = metas.firstKey();
            for (BlockMeta meta : metas.values()) {
                assertThat(meta.minTime()).isEqualTo(previous);
                previous = meta.maxTime();
            }
        });
        assertThat(written.blocks()).isEqualTo(blocks().size());
        assertThat(written.samples()).isEqualTo(blocks().stream().mapToLong(meta -> meta.stats().samples()).sum())
                .isGreaterThan(6 * 24 * 60 * 600);
    }

    @Test
    void addsNothingTheSecondTime() throws Exception {
        write(Duration.ofHours(5), NOW);
        Set<Ulid> before = ids();
        DemoHistory.Written again = write(Duration.ofHours(5), NOW.plusSeconds(3600));
        assertThat(again.blocks()).isZero();
        assertThat(ids()).isEqualTo(before);
    }

    @Test
    void finishesWhatWasInterruptedWithTheSameBlocks() throws Exception {
        write(Duration.ofHours(5), NOW);
        Set<Ulid> whole = ids();
        // As if it had been killed in the middle.
        Files.writeString(root.resolve(DemoHistory.MARKER.value()), NOW.toEpochMilli() + "\n");
        Ulid victim = whole.iterator().next();
        deleteBlock(root.resolve(victim.toString()));
        write(Duration.ofHours(5), NOW.plusSeconds(7200));
        assertThat(ids()).isEqualTo(whole);
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void promtoolReadsItsBlocks() throws Exception {
        String promtool = RealPrometheus.required("promtool");
        write(Duration.ofHours(5), NOW);
        BlockMeta largest = blocks().stream().max(Comparator.comparing(meta -> meta.stats().samples())).orElseThrow();
        // promtool takes a whole data directory: one with nothing but this block.
        Path data = Files.createDirectories(directory.resolve("data/wal")).getParent();
        Files.move(root.resolve(largest.ulid().toString()), data.resolve(largest.ulid().toString()));
        Process process = new ProcessBuilder(promtool, "tsdb", "dump", "--match={__name__=\"up\"}", data.toString())
                .redirectError(directory.resolve("errors").toFile()).start();
        List<String> lines = process.inputReader().readAllLines();
        assertThat(process.waitFor()).as(Files.readString(directory.resolve("errors"))).isZero();
        long series = fleet.instances(external(largest).get("tenant_id")).size();
        assertThat(lines).hasSize((int) (series * (largest.stats().samples() / largest.stats().series())));
        assertThat(largest.stats().histogramSamples()).isPositive();
    }

    @Test
    void replicasAreNeverBothAway() {
        HistoryStream a = HistoryStream.ALL.get(0);
        HistoryStream b = HistoryStream.ALL.get(1);
        int missing = 0;
        for (long minute = 0; minute < 7 * 24 * 60; minute++) {
            boolean hasA = a.has(NOW.toEpochMilli() + minute * 60_000);
            boolean hasB = b.has(NOW.toEpochMilli() + minute * 60_000);
            assertThat(hasA || hasB).isTrue();
            missing += hasA ? 0 : 1;
        }
        assertThat(missing).isGreaterThan(7 * 60);
    }

    private DemoHistory.Written write(Duration length, Instant now) throws Exception {
        return new DemoHistory(bucket, fleet, length).write(directory.resolve("scratch"), now);
    }

    private static Labels external(BlockMeta meta) {
        ThanosMeta thanos = meta.thanos();
        assertThat(thanos).isNotNull();
        return thanos.labels();
    }

    private List<BlockMeta> blocks() throws IOException {
        var metas = new ArrayList<BlockMeta>();
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.filter(path -> Ulid.isUlid(path.getFileName().toString())).toList()) {
                metas.add(BlockMeta.read(entry));
            }
        }
        return metas;
    }

    private Set<Ulid> ids() throws IOException {
        var ids = new HashSet<Ulid>();
        blocks().forEach(meta -> ids.add(meta.ulid()));
        return ids;
    }

    private static void deleteBlock(Path block) throws IOException {
        try (Stream<Path> files = Files.walk(block)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
