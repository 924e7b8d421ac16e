package io.hypnos.tsdb.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.testing.Seeds;

class NumberFormatsTest {

    @TempDir
    Path directory;

    @Test
    void readsBackWhatWasWrittenThroughEveryWindow() {
        Seeds.forEach(60, random -> {
            var file = directory.resolve("f" + random.nextLong());
            var steps = new ArrayList<Step>();
            for (int i = random.nextInt(300); i >= 0; i--) {
                steps.add(Step.random(random));
            }
            try (var writer = ChecksumWriter.create(file, 64 + random.nextInt(100))) {
                writer.i32(0);
                writer.startChecksum();
                for (Step step : steps) {
                    step.write(writer);
                }
                long end = writer.position();
                writer.writeChecksum();
                writer.patchI32(0, (int) end);
                writer.sync();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try (var source = FileSource.open(file)) {
                byte[] all = source.read(0, (int) source.size());
                var reader = new ByteReader("f", 0, all, 0, all.length - 4);
                assertThat(reader.i32()).isEqualTo(all.length - 4);
                steps.forEach(step -> step.check(reader));
                assertThat(reader.remaining()).isZero();
                var crc = new CRC32C();
                crc.update(all, 4, all.length - 8);

                var walk = new SourceReader(source, 4, source.size() - 4, 1 + random.nextInt(200));
                walk.startChecksum();
                steps.forEach(step -> step.check(walk));
                assertThat(walk.checksum()).isEqualTo((int) crc.getValue());
                assertThat(walk.i32()).isEqualTo((int) crc.getValue());
                assertThat(walk.remaining()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void readsManyNumbersAsItReadsOne() {
        Seeds.forEach(300, random -> {
            byte[] bytes = new byte[random.nextInt(200) + 8];
            int count = 0;
            int at = 0;
            while (at + 10 <= bytes.length) {
                at = ChecksumWriter.putUvarint(bytes, at, random.nextLong() >>> random.nextInt(64));
                count++;
            }
            long[] many = new long[count + 1];
            var reader = new ByteReader("f", 0, bytes, 0, at);
            reader.uvarints(many, count);
            assertThat(reader.remaining()).isZero();
            var single = new ByteReader("f", 0, bytes, 0, at);
            for (int i = 0; i < count; i++) {
                assertThat(many[i]).isEqualTo(single.uvarint());
            }
            reader.reset(0, bytes, 0, at);
            int tooMany = count + 1;
            assertThatThrownBy(() -> reader.uvarints(many, tooMany)).isInstanceOf(CorruptBlockException.class);
        });
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> reader("80").uvarint()).isInstanceOf(CorruptBlockException.class);
        assertThatThrownBy(() -> reader("80808080808080808080").uvarint()).hasMessageContaining("64 bits");
        assertThatThrownBy(() -> reader("ffffffffffffffffff02").uvarint()).hasMessageContaining("64 bits");
        assertThatThrownBy(() -> reader("8080808010").uvarint32()).hasMessageContaining("32 bits, found 4294967296");
        assertThatThrownBy(() -> reader("000000").i32()).hasMessageContaining("4 more bytes");
        assertThatThrownBy(() -> reader("05aabb").textLength()).hasMessageContaining("found 5");
        assertThatThrownBy(() -> reader("02aabb").count(2)).isInstanceOf(CorruptBlockException.class);
        assertThatThrownBy(() -> reader("aabb").skip(3)).isInstanceOf(CorruptBlockException.class);
        assertThat(reader("ffffffffffffffffff01").uvarint()).isEqualTo(-1);
        var text = new SourceReader(ByteSource.of("f", HexFormat.of().parseHex("05aabb")), 0, 3, 16);
        assertThatThrownBy(text::textLength).hasMessage("f is corrupt at byte 0: expected the length of a text of at"
                + " most 2 bytes, found 5");
        assertThatThrownBy(() -> text.skip(10)).isInstanceOf(CorruptBlockException.class);
    }

    @Test
    void measuresNumbersAsItWritesThem() {
        for (int shift = 0; shift < 64; shift++) {
            for (long value : new long[]{1L << shift, (1L << shift) - 1, -1L >>> shift}) {
                assertThat(ChecksumWriter.uvarintSize(value))
                        .isEqualTo(ChecksumWriter.putUvarint(new byte[10], 0, value));
            }
        }
    }

    private static ByteReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new ByteReader("f", 0, bytes, 0, bytes.length);
    }

    /// One thing to write and to find again.
    private record Step(int kind, long number, byte[] text) {

        static Step random(Random random) {
            byte[] text = new byte[random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(5)];
            random.nextBytes(text);
            return new Step(random.nextInt(6), random.nextLong() >> random.nextInt(64), text);
        }

        void write(ChecksumWriter writer) throws IOException {
            switch (kind) {
                case 0 -> writer.u8((int) number);
                case 1 -> writer.i32((int) number);
                case 2 -> writer.i64(number);
                case 3 -> writer.uvarint(number);
                case 4 -> writer.varint(number);
                default -> writer.text(text, 0, text.length);
            }
        }

        void check(ByteReader reader) {
            switch (kind) {
                case 0 -> assertThat(reader.u8()).isEqualTo((int) number & 0xFF);
                case 1 -> assertThat(reader.i32()).isEqualTo((int) number);
                case 2 -> assertThat(reader.i64()).isEqualTo(number);
                case 3 -> assertThat(reader.uvarint()).isEqualTo(number);
                case 4 -> assertThat(reader.varint()).isEqualTo(number);
                default -> assertThat(reader.text()).isEqualTo(text);
            }
        }

        void check(SourceReader reader) {
            switch (kind) {
                case 0 -> assertThat(reader.u8()).isEqualTo((int) number & 0xFF);
                case 1 -> assertThat(reader.i32()).isEqualTo((int) number);
                case 2 -> reader.skip(8);
                case 3 -> assertThat(reader.uvarint()).isEqualTo(number);
                case 4 -> assertThat(reader.uvarint()).isEqualTo(number << 1 ^ number >> 63);
                default -> {
                    assertThat(reader.textLength()).isEqualTo(text.length);
                    assertThat(java.util.Arrays.copyOfRange(reader.window(), reader.position(),
                            reader.position() + text.length)).isEqualTo(text);
                    reader.skip(text.length);
                }
            }
        }
    }

    @Test
    void writesFilesWholeOrNotAtAll() throws IOException {
        Path file = directory.resolve("meta");
        DurableFiles.write(file, new byte[]{1});
        Files.write(directory.resolve("meta.tmp"), new byte[]{9, 9});
        DurableFiles.write(file, new byte[]{2, 3});
        assertThat(file).hasBinaryContent(new byte[]{2, 3});
        assertThat(directory.resolve("meta.tmp")).doesNotExist();
        Path nested = Files.createDirectories(directory.resolve("d.tmp/e"));
        Files.write(nested.resolve("x"), new byte[1]);
        DurableFiles.publish(directory.resolve("d.tmp"), directory.resolve("d"));
        assertThat(directory.resolve("d/e/x")).exists();
        DurableFiles.deleteRecursively(directory.resolve("d"));
        DurableFiles.deleteRecursively(directory.resolve("d"));
        assertThat(directory.resolve("d")).doesNotExist();
    }
}
