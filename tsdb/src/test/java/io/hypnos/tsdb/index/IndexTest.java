package io.hypnos.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.FileSource;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Golden;
import io.hypnos.tsdb.testing.Seeds;

class IndexTest {

    @TempDir
    Path directory;

    private static byte[] golden() {
        return Golden.read("index-v2").bytes();
    }

    private static ChunkMetas chunk(long min, long max, long ref) {
        var chunks = new ChunkMetas();
        chunks.add(min, max, ref);
        return chunks;
    }

    @Test
    void refusesOtherFilesAndVersions() {
        byte[] bytes = golden();
        bytes[4] = 4;
        assertThatThrownBy(() -> IndexReader.open(ByteSource.of("f", bytes)))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("f is not readable from byte 4 on: expected format version 1 to 3, found 4");
        byte[] html = "<html><body>502 Bad Gateway</body></html>".getBytes();
        assertThatThrownBy(() -> IndexReader.open(ByteSource.of("f", html))).isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 0: expected magic baaad700, found 3c68746d");
        assertThatThrownBy(() -> IndexReader.open(ByteSource.of("f", new byte[0])))
                .isInstanceOf(CorruptBlockException.class);
    }

    @Test
    void anyFlippedBitIsSeenOrHarmless() {
        byte[] whole = golden();
        var truth = describe(IndexReader.open(ByteSource.of("golden", whole)));
        int seen = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
            try {
                assertThat(describe(IndexReader.open(ByteSource.of("f", bytes)))).as("bit %d", bit).isEqualTo(truth);
            } catch (StorageException e) {
                seen++;
            }
        }
        // Harmless are the version bit that makes a 3 of the 2, and 40 bytes of padding.
        assertThat(seen).isEqualTo(whole.length * 8 - 1 - 40 * 8);
    }

    @Test
    void anyTruncationIsSeen() {
        byte[] whole = golden();
        for (int length = 0; length < whole.length; length++) {
            byte[] bytes = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> IndexReader.open(ByteSource.of("f", bytes))).isInstanceOf(StorageException.class);
        }
    }

    /// Walks everything: all lists of all labels, then the series.
    private static List<String> describe(IndexReader index) {
        var scan = index.symbols().scan();
        while (scan.next()) {
            assertThat(scan.length()).isNotNegative();
        }
        for (String name : index.labelNames()) {
            var all = new TreeSet<Integer>();
            for (String value : index.labelValues(name, ValueFilter.ALL)) {
                for (int ref : index.postings(name, value).toArray()) {
                    all.add(ref);
                }
            }
            assertThat(index.postings(name, ValueFilter.ALL).size()).isEqualTo(all.size());
        }
        var lines = new ArrayList<String>();
        var reader = index.seriesReader();
        for (int ref : index.all().toArray()) {
            SeriesEntry entry = reader.read(ref);
            var line = new StringBuilder(reader.labels().toString());
            for (int i = 0; i < entry.chunkCount(); i++) {
                line.append(' ').append(entry.minTime(i)).append('-').append(entry.maxTime(i)).append('@')
                        .append(entry.chunkRef(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void answersAsAPlainMapWould() {
        Seeds.forEach(Seeds.rounds("hypnos.index.rounds", 40), random -> {
            var series = new TreeSet<Labels>();
            for (int i = random.nextInt(1 << random.nextInt(12)); i >= 0; i--) {
                series.add(someLabels(random));
            }
            var sorted = List.copyOf(series);
            var chunks = new ArrayList<ChunkMetas>();
            for (int i = 0; i < sorted.size(); i++) {
                chunks.add(someChunks(random));
            }
            Path file = directory.resolve("index" + random.nextLong());
            var cache = new PageCache(1 << (12 + random.nextInt(10)));
            try {
                IndexFixture.write(file, random.nextInt(1, 5000), sorted, chunks);
                try (var source = cache.cached(FileSource.open(file))) {
                    check(IndexReader.open(source), sorted, chunks, random);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void check(IndexReader index, List<Labels> series, List<ChunkMetas> chunks, Random random) {
        var all = index.all();
        assertThat(all.size()).isEqualTo(series.size());
        var reader = random.nextBoolean() ? index.seriesReader() : index.sequentialSeriesReader();
        for (int i = 0; i < series.size(); i++) {
            var entry = reader.read(all.get(i));
            assertThat(reader.labels()).isEqualTo(series.get(i));
            var expected = chunks.get(i);
            assertThat(entry.chunkCount()).isEqualTo(expected.size());
            for (int c = 0; c < expected.size(); c++) {
                assertThat(entry.minTime(c)).isEqualTo(expected.minTime(c));
                assertThat(entry.maxTime(c)).isEqualTo(expected.maxTime(c));
                assertThat(entry.chunkRef(c)).isEqualTo(expected.ref(c));
            }
        }
        var model = new MapPostingsSource(series);
        assertThat(index.labelNames()).isEqualTo(model.labelNames());
        for (String name : index.labelNames()) {
            var values = model.labelValues(name, ValueFilter.ALL);
            assertThat(index.labelValues(name, ValueFilter.ALL)).isEqualTo(values);
            var value = values.get(random.nextInt(values.size()));
            var prefix = prefixFilter(value.substring(0,
                    value.offsetByCodePoints(0, random.nextInt(value.codePointCount(0, value.length()) + 1))));
            assertThat(index.labelValues(name, prefix)).isEqualTo(model.labelValues(name, prefix));
            assertThat(index.postings(name, prefix)).isEqualTo(toRefs(model.postings(name, prefix), all));
            assertThat(index.postings(name, value)).isEqualTo(toRefs(model.postings(name, value), all));
            assertThat(index.postings(name, value + "x").isEmpty())
                    .isEqualTo(model.postings(name, value + "x").isEmpty());
        }
        for (int i = 0; i < 20; i++) {
            var matchers = new ArrayList<Matcher>();
            for (int m = random.nextInt(3); m >= 0; m--) {
                matchers.add(PostingsSelectionTest.someMatcher(random));
            }
            assertThat(PostingsSelection.select(index, matchers)).as("%s", matchers)
                    .isEqualTo(toRefs(PostingsSelection.select(model, matchers), all));
        }
    }

    private static Postings toRefs(Postings numbers, Postings all) {
        return Postings.of(java.util.Arrays.stream(numbers.toArray()).map(all::get).toArray());
    }

    private static ValueFilter prefixFilter(String prefix) {
        return new ValueFilter() {
            @Override
            public String prefix() {
                return prefix;
            }

            @Override
            public boolean accepts(byte[] value, int offset, int length) {
                return true;
            }
        };
    }

    private static Labels someLabels(Random random) {
        var builder = new LabelsBuilder().set("__name__", "metric_" + random.nextInt(3));
        for (String name : List.of("a", "b", "pod", "é\uD83D\uDE00", "\uFFFD", "le")) {
            if (random.nextInt(3) > 0) {
                builder.set(name, someValue(random));
            }
        }
        return builder.build();
    }

    private static String someValue(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "x";
            case 1 -> "xy";
            case 2 -> "a";
            case 3 -> "\uD83D\uDE00" + random.nextInt(5);
            case 4 -> "\uFFFD";
            case 5 -> random.nextInt(30) == 0 ? "long".repeat(random.nextInt(3000)) + "!" : "x";
            default -> "pod-" + random.nextInt(3000);
        };
    }

    private static ChunkMetas someChunks(Random random) {
        var chunks = new ChunkMetas();
        long time = random.nextLong() >> random.nextInt(64);
        for (int i = random.nextInt(5); i >= 0; i--) {
            long max = time + random.nextInt(10_000);
            chunks.add(time, max, random.nextLong() & 0x3FF_7FFF_FFFFL);
            time = max + 1 + random.nextInt(1000);
        }
        return chunks;
    }

    @Test
    void refusesToWriteOutOfOrder() throws IOException {
        try (var writer = IndexWriter.create(directory.resolve("index"))) {
            writer.symbol(new byte[]{'b'}, 0, 1);
            assertThatThrownBy(() -> writer.symbol(new byte[]{'b'}, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            writer.symbol(new byte[]{'c'}, 0, 1);
            writer.series(new int[]{0, 1}, 1, chunk(0, 1, 8));
            assertThatThrownBy(() -> writer.series(new int[]{0, 1}, 1, chunk(0, 1, 8)))
                    .hasMessageContaining("does not come after");
            assertThatThrownBy(() -> writer.series(new int[]{1, 0, 0, 1}, 2, chunk(0, 1, 8)))
                    .hasMessageContaining("label names out of order");
            assertThatThrownBy(() -> writer.series(new int[]{1, 2}, 1, chunk(0, 1, 8))).hasMessageContaining("rank 2");
            assertThatThrownBy(() -> writer.symbol(new byte[]{'d'}, 0, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
