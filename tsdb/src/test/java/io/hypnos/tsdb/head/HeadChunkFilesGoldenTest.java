package io.hypnos.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.testing.Golden;

/// `golden/chunks_head-000001.hex`, both ways, and what becomes of a file with other bytes.
class HeadChunkFilesGoldenTest {

    private static final long U = 1_700_007_200_000L;
    private static final String ORDERED = "1 -60000..-30000 encoding 1 in order, 24 bytes at 1/8";
    private static final String LATE = "2 -50000..-40000 encoding 1 late, 20 bytes at 1/62";

    private final Golden golden = Golden.read("chunks_head-000001");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("chunks_head/000001");
    }

    private Path quarantine() {
        return directory.resolve("quarantine");
    }

    private HeadChunkFiles open(List<String> found) throws IOException {
        return HeadChunkFiles.open(file().getParent(), quarantine(),
                (series, min, max, encoding, late, bytes, at) -> found.add(series + " " + (min - U) + ".." + (max - U)
                        + " encoding " + encoding + (late ? " late, " : " in order, ") + bytes + " bytes at "
                        + (at >>> 32) + "/" + (int) at));
    }

    /// The chunks that are found when the file has these bytes.
    private List<String> found(byte[] bytes) throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), bytes);
        var found = new ArrayList<String>();
        try (var files = open(found)) {
            assertThat(files.size()).isGreaterThanOrEqualTo(0);
        }
        return found;
    }

    private byte[] data(String place) {
        return Arrays.copyOfRange(golden.bytes(), golden.at(place + ".data"), golden.at(place + ".crc"));
    }

    @Test
    void writesTheFile() throws IOException {
        try (var files = open(new ArrayList<>())) {
            byte[] ordered = data("ordered");
            assertThat(files.write(1, U - 60_000, U - 30_000, 1, false, ordered, ordered.length))
                    .isEqualTo(1L << 32 | golden.at("ordered"));
            byte[] late = data("late");
            assertThat(files.write(2, U - 50_000, U - 40_000, 1, true, late, late.length))
                    .isEqualTo(1L << 32 | golden.at("late"));
        }
        assertThat(Golden.lines(Files.readAllBytes(file()))).isEqualTo(golden.lines());
    }

    @Test
    void readsTheFile() throws IOException {
        golden.write(file());
        var found = new ArrayList<String>();
        try (var files = open(found)) {
            assertThat(found).containsExactly(ORDERED, LATE);
            for (String place : List.of("ordered", "late")) {
                byte[] data = data(place);
                assertThat(Arrays.copyOf(files.read(1L << 32 | golden.at(place)), data.length)).isEqualTo(data);
            }
        }
        assertThat(quarantine()).doesNotExist();
    }

    @Test
    void readsAFileThatHasRoomLeft() throws IOException {
        assertThat(found(Arrays.copyOf(golden.bytes(), 128 << 10))).containsExactly(ORDERED, LATE);
        assertThat(Files.readAllBytes(file())).as("without the room").isEqualTo(golden.bytes());
        assertThat(quarantine()).doesNotExist();
    }

    @Test
    void setsAsideAFileWithAnotherHeader() throws IOException {
        for (byte[] bytes : List.of(golden.with("magic", "0130bc92"), golden.with("version", "02"))) {
            assertThat(found(bytes)).isEmpty();
            assertThat(file()).doesNotExist();
            assertThat(quarantine().resolve("chunks_head-000001")).hasBinaryContent(bytes);
        }
    }

    @Test
    void saysWhatIsWrongWithAChunkThatIsDamagedLater() throws IOException {
        golden.write(file());
        try (var files = open(new ArrayList<>())) {
            Files.write(file(), golden.with("late.data", "0003"));
            assertThatThrownBy(() -> files.read(1L << 32 | golden.at("late")))
                    .isInstanceOf(CorruptBlockException.class)
                    .hasMessageStartingWith(file() + " is corrupt at byte " + golden.at("late.crc")
                            + ": expected CRC-32C ");
            Files.write(file(), Arrays.copyOf(golden.bytes(), golden.at("late.crc")));
            assertThatThrownBy(() -> files.read(1L << 32 | golden.at("late")))
                    .isInstanceOf(CorruptBlockException.class).hasMessageStartingWith(file() + " is corrupt at byte "
                            + golden.at("late") + ": expected a chunk of 50 bytes, found 46 bytes");
        }
    }

    @Test
    void keepsWhatStandsBeforeADamagedChunk() throws IOException {
        for (byte[] bytes : List.of(golden.with("late.crc", "00000000"), golden.with("late", "0000000000000003"),
                golden.with("late.encoding", "01"), golden.with("late.data", "0003"))) {
            assertThat(found(bytes)).containsExactly(ORDERED);
            assertThat(Files.readAllBytes(file())).isEqualTo(Arrays.copyOf(golden.bytes(), golden.at("late")));
            assertThat(quarantine().resolve("chunks_head-000001")).hasBinaryContent(bytes);
        }
    }
}
