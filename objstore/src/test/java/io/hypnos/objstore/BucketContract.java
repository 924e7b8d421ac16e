package io.hypnos.objstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.Bucket.Entry;
import io.hypnos.objstore.Bucket.Listing;

/// What [Bucket] promises, for every implementation to inherit. Differences that are honest are capability methods, not skipped tests.
///
/// `-Dhypnos.largeObjects=true` raises the size of the largest object from 12 MiB to 200 MiB.
public abstract class BucketContract {

    private static final int LARGE = (Boolean.getBoolean("hypnos.largeObjects") ? 200 : 12) << 20;

    @TempDir
    private Path files;

    protected Bucket bucket;

    /// An empty bucket; the suite closes it.
    protected abstract Bucket create() throws Exception;

    /// Whether `a` and `a/b` can both be objects.
    protected boolean keysMayNest() {
        return true;
    }

    @BeforeEach
    void createBucket() throws Exception {
        bucket = create();
    }

    @AfterEach
    void closeBucket() {
        bucket.close();
    }

    @Test
    void reportsWhatIsNotThere() throws IOException {
        var key = ObjectKey.of("no", "such", "object");

        assertThatThrownBy(() -> bucket.get(key)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> bucket.getRange(key, 0, 1)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> bucket.getRange(key, 0, 0)).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> bucket.attributes(key)).isInstanceOf(ObjectNotFoundException.class);
        assertThat(bucket.exists(key)).isFalse();
    }

    @Test
    void readsItsWrites() throws IOException {
        put("id1/obj_1.some", "@test-data@");

        assertThat(read("id1/obj_1.some")).isEqualTo("@test-data@");
        assertThat(bucket.exists(key("id1/obj_1.some"))).isTrue();
        assertThat(bucket.attributes(key("id1/obj_1.some")).size()).isEqualTo(11);
        assertThat(bucket.exists(key("id1"))).isFalse();
    }

    @Test
    void knowsWhenAnObjectWasPut() throws IOException {
        Instant before = Instant.now();
        put("a", "x");

        assertThat(bucket.attributes(key("a")).lastModified()).isBetween(before.minus(Duration.ofMinutes(1)),
                before.plus(Duration.ofMinutes(1)));
    }

    @Test
    void readsRanges() throws IOException {
        put("a/b", "@test-data@");

        assertThat(range("a/b", 1, 3)).isEqualTo("tes");
        assertThat(range("a/b", 1, -1)).isEqualTo("test-data@");
        assertThat(range("a/b", 0, -1)).isEqualTo("@test-data@");
        assertThat(range("a/b", 5, 1000)).isEqualTo("-data@");
        assertThat(range("a/b", 0, 11)).isEqualTo("@test-data@");
    }

    @Test
    void readsNothingFromEmptyRangesAndBehindTheEnd() throws IOException {
        put("a", "@test-data@");

        assertThat(range("a", 3, 0)).isEmpty();
        assertThat(range("a", 11, -1)).isEmpty();
        assertThat(range("a", 11, 5)).isEmpty();
        assertThat(range("a", 1L << 40, 5)).isEmpty();
    }

    @Test
    void refusesRangesThatMakeNoSense() throws IOException {
        put("a", "x");

        assertThatThrownBy(() -> bucket.getRange(key("a"), -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bucket.getRange(key("a"), 0, -2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsEmptyObjects() throws IOException {
        put("empty", "");

        assertThat(read("empty")).isEmpty();
        assertThat(bucket.attributes(key("empty")).size()).isZero();
        assertThat(range("empty", 0, 5)).isEmpty();
    }

    @Test
    void replacesAnObjectThatIsPutAgain() throws IOException {
        put("a", "first and longer");
        put("a", "second");

        assertThat(read("a")).isEqualTo("second");
        assertThat(names(Optional.empty(), Listing.RECURSIVE)).containsExactly("a");
    }

    @Test
    void takesOnlyAsManyBytesAsAnnounced() throws IOException {
        bucket.put(key("a"), stream("0123456789"), 4);

        assertThat(read("a")).isEqualTo("0123");
    }

    @Test
    void leavesNothingBehindWhenTheBodyEndsEarly() throws IOException {
        assertThatThrownBy(() -> bucket.put(key("a/b"), stream("0123"), 10)).isInstanceOf(IOException.class);

        assertThat(bucket.exists(key("a/b"))).isFalse();
        assertThat(bucket.list(Optional.empty(), Listing.RECURSIVE)).isEmpty();
    }

    @Test
    void keepsTheOldObjectWhenTheBodyOfTheNewOneFails() throws IOException {
        put("a", "old");

        assertThatThrownBy(() -> bucket.put(key("a"), new FailingStream(), 1 << 17)).isInstanceOf(IOException.class);

        assertThat(read("a")).isEqualTo("old");
    }

    @Test
    void listsOneLevel() throws IOException {
        putTree();

        assertThat(bucket.list(Optional.empty(), Listing.ONE_LEVEL)).containsExactly(new Entry(key("id1"), true),
                new Entry(key("id2"), true), new Entry(key("obj_6.some"), false));
        assertThat(bucket.list(Optional.of(key("id1")), Listing.ONE_LEVEL)).containsExactly(
                new Entry(key("id1/obj_1.some"), false), new Entry(key("id1/obj_2.some"), false),
                new Entry(key("id1/sub"), true));
        assertThat(bucket.list(Optional.of(key("id1/sub")), Listing.ONE_LEVEL)).containsExactly(
                new Entry(key("id1/sub/subobj_1.some"), false), new Entry(key("id1/sub/subobj_2.some"), false));
    }

    @Test
    void listsObjectsRecursively() throws IOException {
        putTree();

        assertThat(names(Optional.empty(), Listing.RECURSIVE)).containsExactly("id1/obj_1.some", "id1/obj_2.some",
                "id1/sub/subobj_1.some", "id1/sub/subobj_2.some", "id2/obj_4.some", "obj_6.some");
        assertThat(names(Optional.of(key("id1")), Listing.RECURSIVE)).containsExactly("id1/obj_1.some",
                "id1/obj_2.some", "id1/sub/subobj_1.some", "id1/sub/subobj_2.some");
    }

    @Test
    void listsNothingBelowWhatIsNotThere() throws IOException {
        putTree();

        for (Listing listing : Listing.values()) {
            assertThat(bucket.list(Optional.of(key("id0")), listing)).isEmpty();
            assertThat(bucket.list(Optional.of(key("id1/none")), listing)).isEmpty();
            assertThat(bucket.list(Optional.of(key("obj_6.some")), listing)).isEmpty();
        }
    }

    @Test
    void doesNotTakeTheStartOfANameForADirectory() throws IOException {
        put("block/a", "1");
        put("block2/b", "2");
        put("blo", "3");

        assertThat(names(Optional.of(key("block")), Listing.RECURSIVE)).containsExactly("block/a");
        assertThat(names(Optional.of(key("blo")), Listing.RECURSIVE)).isEmpty();
    }

    @Test
    void listsMoreThanOnePage() throws IOException {
        int count = 1100;
        for (int i = 0; i < count; i++) {
            put("many/" + String.format("%05d", i), "x");
        }

        List<String> names = names(Optional.of(key("many")), Listing.ONE_LEVEL);
        assertThat(names).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void forgetsDeletedObjects() throws IOException {
        putTree();
        bucket.delete(key("id1/obj_2.some"));
        bucket.delete(key("id2/obj_4.some"));

        assertThat(bucket.exists(key("id1/obj_2.some"))).isFalse();
        assertThatThrownBy(() -> bucket.get(key("id1/obj_2.some"))).isInstanceOf(ObjectNotFoundException.class);
        assertThat(names(Optional.empty(), Listing.RECURSIVE)).containsExactly("id1/obj_1.some",
                "id1/sub/subobj_1.some", "id1/sub/subobj_2.some", "obj_6.some");
        assertThat(names(Optional.empty(), Listing.ONE_LEVEL)).containsExactly("id1", "obj_6.some");
    }

    @Test
    void deletesWhatIsGoneAlready() throws IOException {
        put("a/b", "x");
        bucket.delete(key("a/b"));

        assertThatCode(() -> bucket.delete(key("a/b"))).doesNotThrowAnyException();
        assertThatCode(() -> bucket.delete(key("never/was/there"))).doesNotThrowAnyException();
    }

    @Test
    void deletesNoMoreThanTheObject() throws IOException {
        put("a/b", "x");
        bucket.delete(key("a"));

        assertThat(read("a/b")).isEqualTo("x");
    }

    @Test
    void keepsNestedKeysApart() throws IOException {
        assumeTrue(keysMayNest(), "this store cannot hold a/b beside a");
        put("a", "1");
        put("a/b", "2");

        assertThat(read("a")).isEqualTo("1");
        assertThat(read("a/b")).isEqualTo("2");
        assertThat(bucket.list(Optional.empty(), Listing.ONE_LEVEL)).containsExactly(new Entry(key("a"), false),
                new Entry(key("a"), true));
    }

    @Test
    void keepsUnusualNames() throws IOException {
        List<String> unusual = List.of("with space/a b", "plus+/a+b", "percent%41/%2F", "ünïcödé/日本", "q?u#e&r=y/x;y,z",
                "'quotes\"/(a)*!~@$");
        for (String name : unusual) {
            put(name, name);
        }

        for (String name : unusual) {
            assertThat(read(name)).isEqualTo(name);
        }
        assertThat(names(Optional.empty(), Listing.RECURSIVE)).containsExactlyInAnyOrderElementsOf(unusual);
    }

    @Test
    void keepsLargeObjects() throws IOException {
        Path file = Files.createTempFile(files, "large", "");
        Files.copy(new ObjectBody(key("large"), new PatternStream(0), LARGE), file,
                StandardCopyOption.REPLACE_EXISTING);
        try (var body = new FileInputStream(file.toFile())) {
            bucket.put(key("large"), body, LARGE);
        }

        assertThat(bucket.attributes(key("large")).size()).isEqualTo(LARGE);
        try (InputStream body = bucket.get(key("large")); var expected = new PatternStream(0)) {
            byte[] buffer = new byte[1 << 16];
            for (long position = 0; position < LARGE; position += buffer.length) {
                assertThat(body.readNBytes(buffer, 0, buffer.length)).isEqualTo(buffer.length);
                assertThat(buffer).isEqualTo(expected.readNBytes(buffer.length));
            }
            assertThat(body.read()).isEqualTo(-1);
        }
        int offset = LARGE - 1000;
        try (InputStream body = bucket.getRange(key("large"), offset, 500)) {
            assertThat(body.readAllBytes()).isEqualTo(new PatternStream(offset).readNBytes(500));
        }
        bucket.delete(key("large"));
        assertThat(bucket.exists(key("large"))).isFalse();
    }

    @Test
    void mayBeReadInPart() throws IOException {
        put("a", "@test-data@");
        for (int i = 0; i < 100; i++) {
            try (InputStream body = bucket.get(key("a"))) {
                assertThat(body.read()).isEqualTo('@');
            }
        }
    }

    @Test
    void showsWholeObjectsOnlyWhileTheyAreReplaced() throws Exception {
        byte[][] versions = {"a".repeat(100_000).getBytes(UTF_8), "b".repeat(50_000).getBytes(UTF_8)};
        bucket.put(key("dir/x"), new ByteArrayInputStream(versions[0]), versions[0].length);
        var done = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = executor.submit((Callable<Void>) () -> {
                while (!done.get()) {
                    try (InputStream body = bucket.get(key("dir/x"))) {
                        byte[] seen = body.readAllBytes();
                        assertThat(seen).isEqualTo(versions[seen[0] == 'a' ? 0 : 1]);
                    }
                }
                return null;
            });
            for (int i = 0; i < 50; i++) {
                byte[] version = versions[i % 2];
                bucket.put(key("dir/x"), new ByteArrayInputStream(version), version.length);
            }
            done.set(true);
            reader.get();
        }
    }

    @Test
    void losesNothingWhenNeighboursComeAndGo() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (int w = 0; w < 4; w++) {
                String own = "shared/dir/" + w;
                writers.add(executor.submit((Callable<Void>) () -> {
                    for (int i = 0; i < 50; i++) {
                        put(own, own + i);
                        assertThat(read(own)).isEqualTo(own + i);
                        bucket.delete(key(own));
                        assertThat(bucket.exists(key(own))).isFalse();
                    }
                    put(own, "last");
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(names(Optional.of(key("shared/dir")), Listing.ONE_LEVEL)).containsExactly("shared/dir/0",
                "shared/dir/1", "shared/dir/2", "shared/dir/3");
    }

    protected final void put(String name, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        bucket.put(key(name), new ByteArrayInputStream(bytes), bytes.length);
    }

    protected final String read(String name) throws IOException {
        try (InputStream body = bucket.get(key(name))) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    protected static ObjectKey key(String name) {
        return new ObjectKey(name);
    }

    private String range(String name, long offset, long length) throws IOException {
        try (InputStream body = bucket.getRange(key(name), offset, length)) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private List<String> names(Optional<ObjectKey> directory, Listing listing) throws IOException {
        return bucket.list(directory, listing).stream().map(entry -> entry.key().value()).toList();
    }

    private void putTree() throws IOException {
        put("id1/obj_1.some", "1");
        put("id1/obj_2.some", "2");
        put("id1/sub/subobj_1.some", "3");
        put("id1/sub/subobj_2.some", "4");
        put("id2/obj_4.some", "5");
        put("obj_6.some", "6");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /// An endless body whose byte at a position is known.
    private static final class PatternStream extends InputStream {

        private long position;

        PatternStream(long position) {
            this.position = position;
        }

        @Override
        public int read() {
            long p = position++;
            return (int) (p ^ p >>> 8 ^ p >>> 16) & 0xFF;
        }
    }

    /// A body that breaks after 64 KiB.
    private static final class FailingStream extends InputStream {

        private int position;

        @Override
        public int read() throws IOException {
            if (position++ == 1 << 16) {
                throw new IOException("the source of the body is gone");
            }
            return 1;
        }
    }
}
