package io.hypnos.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.testing.Seeds;

class TombstonesTest {

    @TempDir
    Path directory;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void writesTheBytesThatPrometheusWrites() {
        assertThat(Tombstones.NONE.encode()).isEqualTo(bytes("0130ba30 01 00000000"));
        var one = Tombstones.NONE.with(4, 2000, 2000);
        assertThat(one.encode()).isEqualTo(bytes("0130ba30 01 04a01fa01f d6b4d0a7"));
        assertThat(Tombstones.decode("t", one.encode()).of(4)).isEqualTo(Intervals.NONE.with(2000, 2000));
        assertThat(Tombstones.decode("t", one.encode()).of(3)).isEqualTo(Intervals.NONE);
    }

    @Test
    void survivesTheRoundTrip() throws IOException {
        var tombstones = Tombstones.NONE.with(-1, Long.MIN_VALUE, Long.MAX_VALUE).with(7, -5, -3).with(7, 10, 20)
                .with(7, -2, 0);
        tombstones.write(directory);
        var read = Tombstones.read(directory);
        assertThat(read.encode()).isEqualTo(tombstones.encode());
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.of(7)).isEqualTo(Intervals.NONE.with(-5, 0).with(10, 20));
        assertThat(read.of(-1).cover(Long.MIN_VALUE, Long.MAX_VALUE)).isTrue();
        assertThat(Tombstones.read(directory.resolve("nowhere")).isEmpty()).isTrue();
    }

    @Test
    void seesEveryFlippedBitAndEveryTruncation() {
        byte[] whole = Tombstones.NONE.with(4, 2000, 2000).with(9, -1, 1).encode();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] broken = whole.clone();
            broken[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThatThrownBy(() -> Tombstones.decode("t", broken)).isInstanceOf(StorageException.class);
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] broken = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Tombstones.decode("t", broken)).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void intervalsAreWhatASetOfMillisecondsWouldBe() {
        Seeds.forEach(3000, random -> {
            var intervals = Intervals.NONE;
            var model = new TreeSet<Long>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                long min = random.nextInt(60);
                long max = min + random.nextInt(10) - 1;
                intervals = intervals.with(min, max);
                for (long t = min; t <= max; t++) {
                    model.add(t);
                }
            }
            for (int i = 1; i < intervals.size(); i++) {
                assertThat(intervals.min(i)).isGreaterThan(intervals.max(i - 1) + 1);
            }
            for (long min = -1; min < 72; min++) {
                assertThat(intervals.contains(min)).isEqualTo(model.contains(min));
                for (long max = min; max < 72; max += 3) {
                    var inside = model.subSet(min, true, max, true);
                    assertThat(intervals.overlaps(min, max)).isEqualTo(!inside.isEmpty());
                    assertThat(intervals.cover(min, max)).isEqualTo(inside.size() == max - min + 1);
                }
            }
        });
    }
}
