package io.hypnos.tsdb.block;

import static io.hypnos.tsdb.block.GoldenBlock.FIRST;
import static io.hypnos.tsdb.block.GoldenBlock.FLOAT_HISTOGRAMS;
import static io.hypnos.tsdb.block.GoldenBlock.HISTOGRAMS;
import static io.hypnos.tsdb.block.GoldenBlock.SECOND;
import static io.hypnos.tsdb.block.GoldenBlock.T;
import static io.hypnos.tsdb.block.GoldenBlock.ULID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.testing.Golden;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.SeriesData;

/// A whole block, byte for byte: what we write, what we read, and what Prometheus makes of it.
class BlockGoldenTest {

    private static final String BUCKETS = " schema 1 zero 2.938735877055719E-39 [] /";

    @TempDir
    Path directory;

    @Test
    void writesTheBlock() throws IOException {
        try (var writer = LabelledBlockWriter.create(directory, ULID)) {
            var chunks = GoldenBlock.chunks();
            writer.add(FIRST, chunks.subList(0, 2));
            writer.add(SECOND, chunks.subList(2, 3));
            writer.add(FLOAT_HISTOGRAMS, chunks.subList(3, 4));
            writer.add(HISTOGRAMS, chunks.subList(4, 5));
            writer.finish(BlockDraft.original(ULID, T, T + 105_001));
        }
        Path block = directory.resolve(ULID.toString());
        assertThat(Golden.lines(Files.readAllBytes(block.resolve("chunks/000001"))))
                .isEqualTo(Golden.read("chunks-000001").lines());
        assertThat(Golden.lines(Files.readAllBytes(block.resolve("index")))).isEqualTo(Golden.read("index-v2").lines());
        assertThat(Files.readString(block.resolve("meta.json")))
                .isEqualTo(new String(Golden.resource("meta.json"), UTF_8));
    }

    @Test
    void readsTheBlock() throws IOException {
        Path block = GoldenBlock.write(directory);
        Files.delete(block.resolve("tombstones"));
        try (var opened = Block.open(block, new PageCache(1 << 20))) {
            assertThat(opened.meta().stats()).isEqualTo(new BlockStats(16, 9, 7, 4, 5, 0));
            SeriesData.assertSame(SeriesData.of(opened.select(List.of(), TimeRange.ALL)), contents());
        }
    }

    @Test
    void readsABlockOfIndexVersionOne() throws IOException {
        Path block = GoldenBlock.write(directory);
        Files.delete(block.resolve("tombstones"));
        Golden.read("index-v1").write(block.resolve("index"));
        try (var opened = Block.open(block, new PageCache(1 << 20))) {
            SeriesData.assertSame(SeriesData.of(opened.select(List.of(), TimeRange.ALL)), contents());
        }
    }

    @Test
    void leavesOutWhatTheTombstonesDelete() throws IOException {
        try (var opened = Block.open(GoldenBlock.write(directory), new PageCache(1 << 20))) {
            var left = SeriesData.of(opened.select(List.of(), TimeRange.ALL));
            assertThat(left.get(FIRST).keySet()).containsExactly(T, T + 45_001, T + 60_000, T + 75_000, T + 90_000);
            assertThat(left.get(SECOND).keySet()).containsExactly(T);
            assertThat(left.get(FLOAT_HISTOGRAMS)).hasSize(3);
            assertThat(left.get(HISTOGRAMS).keySet()).containsExactly(T + 30_000, T + 45_000);
        }
    }

    @Test
    void promtoolReadsTheBlock() throws IOException {
        var promtool = new Promtool();
        Path block = GoldenBlock.write(directory);
        var floats = new TreeMap<String, TreeMap<Long, Long>>();
        var first = new TreeMap<>(Map.of(T, bits(1), T + 45_001, bits(2.5), T + 60_000, bits(Double.NaN), T + 75_000,
                bits(15.5), T + 90_000, bits(14.0625)));
        floats.put("{__name__=\"a\", x=\"1\"}", first);
        floats.put("{__name__=\"a\", x=\"2\"}", new TreeMap<>(Map.of(T, bits(-0.0))));
        assertThat(promtool.dump(directory)).isEqualTo(floats);
        Files.delete(block.resolve("tombstones"));
        first.putAll(Map.of(T + 15_000, bits(1), T + 30_000, bits(2), T + 105_000, bits(3.25)));
        assertThat(promtool.dump(directory)).isEqualTo(floats);
        assertThat(promtool.tsdb("list", directory.toString()).lines().toList().getLast().split("\\s+"))
                .startsWith(ULID.toString(), "" + T, "" + (T + 105_001), "1m45.001s", "16", "5", "4");
        assertThat(promtool.tsdb("analyze", directory.toString(), ULID.toString()))
                .contains("Series: 4", "Label names: 2", "Postings (unique label pairs): 6");
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    /// What the comments of the golden files say.
    private static TreeMap<Labels, TreeMap<Long, String>> contents() {
        var all = new TreeMap<Labels, TreeMap<Long, String>>();
        all.put(FIRST, samples("3ff0000000000000", "3ff0000000000000", "4000000000000000", "",
                "7ff0000000000002", "402f000000000000", "402c200000000000", "400a000000000000"));
        all.get(FIRST).put(T + 45_001, "4004000000000000");
        all.put(SECOND, samples("8000000000000000"));
        all.put(FLOAT_HISTOGRAMS, samples("floats 5.0 2.0 18.4" + BUCKETS + " 0:1.0 1:1.0 4:1.0 /",
                "floats 8.0 3.0 20.0" + BUCKETS + " 0:2.0 1:1.0 3:1.0 4:1.0 /",
                "floats 14.0 5.0 33.5" + BUCKETS + " 0:3.0 1:3.0 3:2.0 4:1.0 /"));
        all.put(HISTOGRAMS, samples("integers 5 2 18.4" + BUCKETS + " 0:1.0 1:1.0 4:1.0 /",
                "integers 8 3 20.0" + BUCKETS + " 0:2.0 1:1.0 3:1.0 4:1.0 /",
                "integers 14 5 33.5" + BUCKETS + " 0:3.0 1:3.0 3:2.0 4:1.0 /", "stale integer histogram"));
        return all;
    }

    /// Samples 15 seconds apart from T on; none where the text is empty.
    private static TreeMap<Long, String> samples(String... texts) {
        var samples = new TreeMap<Long, String>();
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].isEmpty()) {
                samples.put(T + 15_000L * i, texts[i]);
            }
        }
        return samples;
    }
}
