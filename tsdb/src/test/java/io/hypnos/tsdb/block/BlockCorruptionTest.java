package io.hypnos.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

/// Whatever happens to the files of a block, the answer is right or there is none.
class BlockCorruptionTest {

    private static final Ulid ULID = Ulid.parse("01M7X1SYGN9G1AE1D4GC90QFAG");
    private static final byte[] HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
            .getBytes(UTF_8);

    @TempDir
    Path directory;

    private final SeriesData data = SeriesData.random(new Random(11), 30, 0, 7_200_000, 200);
    private Path block;

    @BeforeEach
    void writeBlock() throws IOException {
        try (var writer = LabelledBlockWriter.create(directory, ULID, 20_000)) {
            for (Labels labels : data.labels()) {
                writer.add(labels, data.chunks(labels));
            }
            writer.finish(BlockDraft.original(ULID, 0, 7_200_000)).orElseThrow();
        }
        block = directory.resolve(ULID.toString());
        Tombstones.NONE.with(4, 0, 1).write(block);
        read();
    }

    private void read() throws IOException {
        try (var opened = Block.open(block, new PageCache(1 << 20))) {
            SeriesData.assertSame(SeriesData.of(opened.select(List.of(), TimeRange.ALL)), data.series());
            assertThat(opened.labelNames(List.of())).contains("__name__", "instance");
            assertThat(opened.labelValues("instance", List.of())).hasSize(30);
        }
    }

    private void refusesWith(Class<? extends Throwable> type, String file, byte[] content) throws IOException {
        Path path = block.resolve(file);
        byte[] original = Files.readAllBytes(path);
        Files.write(path, content);
        assertThatThrownBy(this::read).as(file).isInstanceOf(type).hasMessageContaining(file);
        Files.write(path, original);
        read();
    }

    @Test
    void refusesEveryFileThatIsEmptyMissingOrHtml() throws IOException {
        for (String file : List.of("meta.json", "index", "chunks/000001", "chunks/000002", "tombstones")) {
            refusesWith(CorruptBlockException.class, file, new byte[0]);
            refusesWith(CorruptBlockException.class, file, HTML);
            refusesWith(CorruptBlockException.class, file, new byte[5000]);
        }
        for (String file : List.of("meta.json", "index", "chunks/000002")) {
            byte[] original = Files.readAllBytes(block.resolve(file));
            Files.delete(block.resolve(file));
            assertThatThrownBy(this::read).as(file).isInstanceOf(CorruptBlockException.class);
            Files.write(block.resolve(file), original);
        }
        Files.delete(block.resolve("tombstones"));
        read();
        Files.move(block.resolve("chunks"), directory.resolve("chunks"));
        assertThatThrownBy(this::read).isInstanceOf(CorruptBlockException.class)
                .hasMessageContaining("a part named chunks");
    }

    @Test
    void refusesUnknownVersions() throws IOException {
        for (String file : List.of("index", "chunks/000001", "tombstones")) {
            byte[] changed = Files.readAllBytes(block.resolve(file));
            changed[4] = 77;
            refusesWith(UnsupportedVersionException.class, file, changed);
        }
    }

    @Test
    void saysWhereAndWhat() throws IOException {
        byte[] segment = Files.readAllBytes(block.resolve("chunks/000001"));
        segment[20] ^= 1;
        Files.write(block.resolve("chunks/000001"), segment);
        assertThatThrownBy(this::read).isInstanceOfSatisfying(CorruptBlockException.class, e -> {
            assertThat(e.file()).endsWith("chunks/000001");
            assertThat(e.offset()).isPositive();
            assertThat(e.expected()).startsWith("CRC-32C ");
            assertThat(e.found()).hasSize(8);
        });
    }

    @Test
    void answersRightOrNotAtAllWhateverIsBroken() {
        List<String> files = List.of("meta.json", "index", "index", "chunks/000001", "chunks/000002", "tombstones");
        int[] refused = {0};
        int rounds = Seeds.rounds("hypnos.corruption.rounds", 400);
        Seeds.forEach(rounds, random -> {
            Path file = block.resolve(files.get(random.nextInt(files.size())));
            try {
                byte[] original = Files.readAllBytes(file);
                Files.write(file, broken(original, random));
                try {
                    read();
                } catch (StorageException e) {
                    assertThat(e).hasMessageContaining(block.toString());
                    refused[0]++;
                } finally {
                    Files.write(file, original);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(refused[0]).isGreaterThan(rounds * 3 / 4);
    }

    private static byte[] broken(byte[] original, Random random) {
        byte[] changed = original.clone();
        int at = random.nextInt(changed.length);
        switch (random.nextInt(5)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt();
            case 2 -> Arrays.fill(changed, at, Math.min(changed.length, at + 1 + random.nextInt(512)), (byte) 0);
            case 3 -> {
                return Arrays.copyOf(changed, at);
            }
            default -> {
                byte[] noise = new byte[Math.min(changed.length - at, 1 + random.nextInt(64))];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, changed, at, noise.length);
            }
        }
        return changed;
    }
}
