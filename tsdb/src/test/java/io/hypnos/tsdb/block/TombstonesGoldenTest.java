package io.hypnos.tsdb.block;

import static io.hypnos.tsdb.block.GoldenBlock.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Golden;

/// `golden/tombstones.hex`, both ways, and what is said where its bytes are others.
class TombstonesGoldenTest {

    private final Golden golden = Golden.read("tombstones");

    @TempDir
    Path directory;

    @Test
    void writesThem() throws IOException {
        Tombstones.NONE.with(9, T, T + 15_000).with(3, T + 105_000, T + 200_000).with(3, T + 15_000, T + 30_000)
                .write(directory);
        assertThat(Golden.lines(Files.readAllBytes(directory.resolve("tombstones")))).isEqualTo(golden.lines());
    }

    @Test
    void readsThem() throws IOException {
        golden.write(directory.resolve("tombstones"));
        var tombstones = Tombstones.read(directory);
        assertThat(tombstones.of(3))
                .isEqualTo(Intervals.NONE.with(T + 15_000, T + 30_000).with(T + 105_000, T + 200_000));
        assertThat(tombstones.of(9)).isEqualTo(Intervals.NONE.with(T, T + 15_000));
        assertThat(tombstones.count()).isEqualTo(3);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Tombstones.decode("f", golden.with("magic", "0130ba31")))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 0: expected magic 0130ba30, found 0130ba31");
        assertThatThrownBy(() -> Tombstones.decode("f", golden.with("version", "02")))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("f is not readable from byte 4 on: expected format version 1, found 2");
        assertThatThrownBy(() -> Tombstones.decode("f", golden.with("crc", "00000000")))
                .isInstanceOf(CorruptBlockException.class).hasMessage("f is corrupt at byte " + golden.at("crc")
                        + ": expected CRC-32C " + golden.four("crc") + ", found 00000000");
        assertThatThrownBy(() -> Tombstones.decode("f", golden.with("entry.1", "04")))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessageStartingWith("f is corrupt at byte " + golden.at("crc") + ": expected CRC-32C ")
                .hasMessageEndingWith(", found " + golden.four("crc"));
        assertThatThrownBy(() -> Tombstones.decode("f", Arrays.copyOf(golden.bytes(), 8)))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 0: expected at least 9 bytes, found 8");
    }
}
