package io.hypnos.tsdb.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;

class ByteSourceTest {

    private static final byte[] BYTES = new byte[300_000];

    static {
        new Random(5).nextBytes(BYTES);
    }

    @TempDir
    Path directory;

    private Path file() throws IOException {
        return Files.write(directory.resolve("file"), BYTES);
    }

    @Test
    void readsAnyStretchThroughACacheThatIsTooSmall() throws IOException {
        var cache = new PageCache(3 * PageCache.PAGE_SIZE);
        try (var source = cache.cached(FileSource.open(file())); var other = cache.cached(ByteSource.of("o", BYTES))) {
            var random = new Random(7);
            for (int i = 0; i < 3000; i++) {
                int offset = random.nextInt(BYTES.length);
                int length = random
                        .nextInt(Math.min(BYTES.length - offset, random.nextInt(10) == 0 ? 100_000 : 40_000) + 1);
                var from = random.nextBoolean() ? source : other;
                assertThat(from.read(offset, length)).isEqualTo(Arrays.copyOfRange(BYTES, offset, offset + length));
                assertThat(cache.bytes()).isLessThanOrEqualTo(3 * PageCache.PAGE_SIZE);
            }
            assertThat(cache.bytes()).isPositive();
        }
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void answersRepeatedReadsFromMemory() {
        var reads = new AtomicInteger();
        var cache = new PageCache(1 << 20);
        var source = cache.cached(new ByteSource() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public long size() {
                return BYTES.length;
            }

            @Override
            public void read(long offset, byte[] into, int at, int length) {
                reads.incrementAndGet();
                System.arraycopy(BYTES, (int) offset, into, at, length);
            }

            @Override
            public void close() {}
        });
        for (int i = 0; i < 10; i++) {
            source.read(100, 20_000);
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void refusesToReadBeyondTheEnd() throws IOException {
        try (var source = FileSource.open(file())) {
            for (long[] range : new long[][]{{BYTES.length, 1}, {-1, 1}, {0, BYTES.length + 1}, {Long.MAX_VALUE, 10}}) {
                assertThatThrownBy(() -> source.read(range[0], (int) range[1]))
                        .isInstanceOf(CorruptBlockException.class).hasMessageContaining("the end at 300000");
            }
        }
    }

    @Test
    void tellsAFileThatShrankFromItsEnd() throws IOException {
        try (var source = FileSource.open(file())) {
            Files.write(directory.resolve("file"), new byte[10]);
            assertThatThrownBy(() -> source.read(5, 10)).isInstanceOf(CorruptBlockException.class)
                    .hasMessageContaining("the end of the file, which had 300000 bytes");
        }
    }

    @Test
    void survivesTheInterruptOfOneReader() throws IOException {
        try (var source = FileSource.open(file())) {
            Thread.currentThread().interrupt();
            assertThat(source.read(1000, 5)).isEqualTo(Arrays.copyOfRange(BYTES, 1000, 1005));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(source.read(2000, 5)).isEqualTo(Arrays.copyOfRange(BYTES, 2000, 2005));
        }
    }

    @Test
    void saysThatItWasClosed() throws IOException {
        var source = FileSource.open(file());
        source.close();
        assertThatThrownBy(() -> source.read(0, 5)).isInstanceOf(StorageException.class)
                .hasMessageContaining("closed by its owner");
    }
}
