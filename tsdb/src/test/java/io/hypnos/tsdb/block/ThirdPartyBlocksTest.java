package io.hypnos.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.IndexReader;
import io.hypnos.tsdb.index.ValueFilter;
import io.hypnos.tsdb.io.FileSource;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Binaries;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.SeriesData;

/// Blocks that others wrote.
class ThirdPartyBlocksTest {

    private static final Path DATA = Path.of("tsdb");

    @TempDir
    Path directory;

    private final PageCache cache = new PageCache(1 << 20);

    private Path copy(String name, String ulid) throws IOException {
        Path source = Binaries.testdata(DATA.resolve(name).toString());
        Path target = directory.resolve(ulid);
        try (var files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copied = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.write(copied, Files.readAllBytes(file));
                }
            }
        }
        return target;
    }

    @Test
    void readsABlockOfPrometheus() throws IOException {
        Path block = copy("generated_small_block/01M7X1SYGN9G1AE1D4GC90QFAG", "01M7X1SYGN9G1AE1D4GC90QFAG");
        var found = read(block);
        assertThat(found).hasSize(24);
        assertThat(found.values().stream().mapToInt(TreeMap::size).sum()).isEqualTo(5760);
        compareWithPromtool(found);
    }

    @Test
    void readsABlockWithAnIndexOfVersion1() throws IOException {
        Path block = copy("prometheus_index_format_v1", "01DXXFZDYD1MQW6079WK0K6EDQ");
        var found = read(block);
        assertThat(found).hasSize(102);
        assertThat(found.values().stream().mapToInt(TreeMap::size).sum()).isEqualTo(102);
        assertThat(found.get(Labels.of("bar", "42"))).containsOnlyKeys(0L);
        try (var opened = Block.open(block, cache)) {
            assertThat(opened.labelNames(List.of())).containsExactly("bar", "foo");
            assertThat(opened.labelValues("foo", List.of())).isNotEmpty();
            assertThat(opened.labelValues("bar", List.of())).hasSizeGreaterThanOrEqualTo(100).startsWith("0", "1",
                    "10");
        }
        compareWithPromtool(found);
    }

    private TreeMap<Labels, TreeMap<Long, String>> read(Path block) throws IOException {
        try (var opened = Block.open(block, cache)) {
            return SeriesData.of(opened.select(List.of(), TimeRange.ALL));
        }
    }

    private void compareWithPromtool(TreeMap<Labels, TreeMap<Long, String>> found) {
        var expected = new Promtool().dump(directory);
        assertThat(found).hasSameSizeAs(expected);
        found.forEach((labels, samples) -> {
            var theirs = expected.get(labels.toString());
            assertThat(theirs).as("%s", labels).containsOnlyKeys(samples.keySet());
            samples.forEach((time, bits) -> assertThat(theirs.get(time)).isEqualTo(
                    Double.doubleToLongBits(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)))));
        });
    }

    @Test
    void readsAnIndexWhoseChunksAreGone() throws IOException {
        Path block = copy("thanos_index_format_v1", "01DXXFZDYD1MQW6079WK0K6EDQ");
        try (var opened = Block.open(block, cache)) {
            assertThat(opened.labelNames(List.of())).containsExactly("bar", "foo");
            int series = 0;
            try (var set = opened.selectLabels(List.of(), TimeRange.ALL)) {
                while (set.next()) {
                    series++;
                }
            }
            assertThat(series).isEqualTo(102);
            assertThatThrownBy(() -> SeriesData.of(opened.select(List.of(), TimeRange.ALL)))
                    .isInstanceOf(StorageException.class).hasMessageContaining("one of 0 segments");
        }
    }

    @Test
    void readsAnIndexWithChunksOutOfOrder() throws IOException {
        try (var source = FileSource.open(Binaries.testdata("tsdb/thanos_out_of_order_chunks/index"))) {
            var index = IndexReader.open(source);
            var reader = index.seriesReader();
            var series = new ArrayList<String>();
            for (int ref : index.postings("lbl1", ValueFilter.ALL).toArray()) {
                var entry = reader.read(ref);
                var line = new StringBuilder(reader.labels().toString());
                for (int i = 0; i < entry.chunkCount(); i++) {
                    line.append(" [").append(entry.minTime(i)).append(", ").append(entry.maxTime(i)).append(']');
                }
                series.add(line.toString());
            }
            assertThat(series).hasSize(1).allMatch(line -> line.startsWith("{lbl1=\"1\"} ["));
        }
    }

    @Test
    void repairsTheBlocksOfPrometheus21() throws IOException {
        Path block = copy("prometheus_repair_index_version/01BZJ9WJQPWHGNC2W4J9TA62KC", "01BZJ9WJQPWHGNC2W4J9TA62KC");
        assertThatThrownBy(() -> BlockMeta.read(block)).isInstanceOf(UnsupportedVersionException.class);
        assertThat(IndexVersionRepair.repair(block)).isTrue();
        assertThat(IndexVersionRepair.repair(block)).isFalse();
        assertThat(BlockMeta.read(block).stats().samples()).isEqualTo(31897565);
        try (var source = FileSource.open(block.resolve("index"))) {
            var index = IndexReader.open(source);
            assertThat(index.version()).isEqualTo(2);
            var reader = index.seriesReader();
            var labels = new ArrayList<Labels>();
            for (int ref : index.postings("b", "1").toArray()) {
                reader.read(ref);
                labels.add(reader.labels());
            }
            assertThat(labels).containsExactly(Labels.of("a", "1", "b", "1"), Labels.of("a", "2", "b", "1"));
        }
        assertThatThrownBy(() -> IndexVersionRepair.repair(directory.resolve("nowhere")))
                .isInstanceOf(FileSystemException.class);
    }
}
