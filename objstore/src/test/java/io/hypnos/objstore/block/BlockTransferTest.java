package io.hypnos.objstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.BucketMetrics;
import io.hypnos.objstore.BucketOperation;
import io.hypnos.objstore.FaultyBucket;
import io.hypnos.objstore.FaultyBucket.Faults;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.objstore.RetryOptions;
import io.hypnos.objstore.RetryingBucket;
import io.hypnos.objstore.TrippingBucket;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.ThanosMeta.UploadedFile;
import io.hypnos.tsdb.block.Ulid;

class BlockTransferTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Ulid BLOCK = TestBlocks.id(1);

    @TempDir
    private Path temp;

    private final MemoryBucket bucket = new MemoryBucket();
    private final BlockMeta meta = TestBlocks.meta(BLOCK, 0, 7_200_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void uploadsTheMetaLast(int concurrency) throws IOException {
        Path local = TestBlocks.write(temp, meta, 3);
        var puts = new ArrayList<String>();
        var watched = new TrippingBucket(bucket, (operation, key) -> {
            synchronized (puts) {
                return operation == BucketOperation.UPLOAD && !puts.add(key.value());
            }
        });

        uploader(watched, false, concurrency).upload(local, meta);

        assertThat(puts).hasSize(5).endsWith(BLOCK + "/index", BLOCK + "/meta.json");
        assertThat(names()).containsExactly(BLOCK + "/chunks/000001", BLOCK + "/chunks/000002",
                BLOCK + "/chunks/000003", BLOCK + "/index", BLOCK + "/meta.json");
    }

    @Test
    void describesTheFilesInTheMeta() throws IOException {
        Path local = TestBlocks.write(temp, meta, 2);

        BlockMeta uploaded = uploader(bucket, true, 1).upload(local, meta);

        ThanosMeta.Upload upload = uploaded.thanos().upload();
        assertThat(upload.segmentFiles()).containsExactly("000001", "000002");
        assertThat(upload.files()).extracting(UploadedFile::path).containsExactly("chunks/000001", "chunks/000002",
                "index", "meta.json");
        assertThat(upload.files().get(2).size()).isEqualTo(Files.size(local.resolve("index")));
        assertThat(upload.files().get(2).sha256()).matches("[0-9a-f]{64}");
        assertThat(upload.files().get(3)).isEqualTo(new UploadedFile("meta.json", 0, null));
        assertThat(upload.time()).isEqualTo(NOW);
        try (InputStream body = bucket.get(BlockKeys.meta(BLOCK))) {
            assertThat(BlockMeta.parse("meta.json", body.readAllBytes())).isEqualTo(uploaded);
        }
    }

    @Test
    void refusesABlockWithoutExternalLabels() throws IOException {
        Path local = TestBlocks.write(temp, meta, 1);

        assertThatThrownBy(() -> uploader(bucket, false, 1).upload(local, TestBlocks.with(meta, Labels.EMPTY, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> uploader(bucket, false, 1).upload(local, meta.withThanos(null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(names()).isEmpty();
    }

    /// Stops before the first, the second, … of all requests that change the bucket; whatever is there then must not look like a block. A
    /// second upload completes it.
    @Test
    void staysInvisibleWhereverItStops() throws IOException {
        Path local = TestBlocks.write(temp, meta, 3);
        boolean completed = false;
        for (int stop = 0; !completed; stop++) {
            for (ObjectKey key : names().stream().map(ObjectKey::new).toList()) {
                bucket.delete(key);
            }
            int limit = stop;
            var requests = new AtomicInteger();
            var stopping = new TrippingBucket(bucket, (_, _) -> requests.getAndIncrement() >= limit);
            try {
                uploader(stopping, false, 1).upload(local, meta);
                completed = true;
            } catch (IOException e) {
                assertThat(visible()).as("after %s requests", stop).isEmpty();
                uploader(bucket, false, 1).upload(local, meta);
            }
            assertThat(visible()).containsExactly(BLOCK);
            assertThat(download("down" + stop)).isEqualTo(BLOCK);
        }
    }

    @Test
    void sendsOnlyWhatIsMissingWhenItIsBegunAgain() throws IOException {
        Path local = TestBlocks.write(temp, meta, 3);
        assertThatThrownBy(() -> uploader(new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.UPLOAD && key.name().equals("index")), false, 1)
                .upload(local, meta)).isInstanceOf(IOException.class);
        TestBlocks.put(bucket, BLOCK, "chunks/000002", new byte[7]);
        var puts = new ArrayList<String>();
        var watched = new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.UPLOAD && !puts.add(key.name()));

        uploader(watched, false, 1).upload(local, meta);

        assertThat(puts).containsExactly("000002", "index", "meta.json");
    }

    @Test
    void leavesABlockThatIsThereAlone() throws IOException {
        Path local = TestBlocks.write(temp, meta, 1);
        uploader(bucket, false, 1).upload(local, meta);
        var readOnly = new TrippingBucket(bucket, (operation, _) -> operation == BucketOperation.UPLOAD);

        uploader(readOnly, false, 1).upload(local, meta);
    }

    @Test
    void findsAFileThatDidNotArriveWhole() throws IOException {
        Path local = TestBlocks.write(temp, meta, 1);
        var losing = new TrippingBucket(bucket, (operation, key) -> {
            if (operation == BucketOperation.UPLOAD && key.name().equals("index")) {
                try {
                    TestBlocks.put(bucket, BLOCK, "chunks/000001", new byte[3]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            return false;
        });

        assertThatThrownBy(() -> uploader(losing, false, 1).upload(local, meta)).isInstanceOf(IOException.class)
                .hasMessageContaining("has 3 bytes in the bucket");
        assertThat(visible()).isEmpty();
    }

    @Test
    void surviveABucketThatFailsOften() throws IOException {
        long seed = Long.getLong("hypnos.seed", 20_261_120);
        System.out.println("surviveABucketThatFailsOften: -Dhypnos.seed=" + seed);
        var faulty = new FaultyBucket(bucket, new Faults(0.3, 0.3, 1), seed);
        var retrying = new RetryingBucket(faulty, new RetryOptions(30, Duration.ofMillis(1), Duration.ofMillis(2)),
                new BucketMetrics(new PrometheusRegistry(), "test"));
        for (int i = 2; i < 12; i++) {
            BlockMeta each = TestBlocks.meta(TestBlocks.id(i), 0, 1);
            Path local = TestBlocks.write(temp, each, 3);
            uploader(retrying, true, 2).upload(local, each);
            Path copy = temp.resolve("copy" + i);
            new BlockDownloader(retrying, 2).download(each.ulid(), copy);
            assertSameFiles(local, copy);
        }
        assertThat(faulty.injected()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void downloadsWhatWasUploaded(boolean hashes) throws IOException {
        Path local = TestBlocks.write(temp, meta, 3);
        BlockMeta uploaded = uploader(bucket, hashes, 1).upload(local, meta);
        Path copy = temp.resolve("copy");

        assertThat(new BlockDownloader(bucket, 2).download(BLOCK, copy)).isEqualTo(uploaded);

        assertSameFiles(local, copy);
        assertThat(BlockMeta.read(copy)).isEqualTo(uploaded);
        assertThat(BlockDownloader.expectedBytes(uploaded)).isEqualTo(
                uploaded.thanos().upload().files().stream().mapToLong(UploadedFile::size).sum());
    }

    @Test
    void downloadsBlocksWhoseMetaListsNoFiles() throws IOException {
        Path local = TestBlocks.write(temp, meta, 2);
        uploader(bucket, false, 1).upload(local, meta);
        TestBlocks.put(bucket, BLOCK, "meta.json", meta.toJson());
        TestBlocks.put(bucket, BLOCK, "deletion-mark.json", "{}".getBytes(UTF_8));
        Path copy = temp.resolve("copy");

        new BlockDownloader(bucket, 1).download(BLOCK, copy);

        assertSameFiles(local, copy);
        assertThat(copy.resolve("deletion-mark.json")).doesNotExist();
    }

    @Test
    void keepsWholeFilesWhenItIsBegunAgain() throws IOException {
        Path local = TestBlocks.write(temp, meta, 3);
        uploader(bucket, true, 1).upload(local, meta);
        Path copy = temp.resolve("copy");
        assertThatThrownBy(() -> new BlockDownloader(new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.GET && key.name().equals("index")), 1)
                .download(BLOCK, copy)).isInstanceOf(IOException.class);
        assertThat(copy.resolve("meta.json")).doesNotExist();
        Files.writeString(copy.resolve("chunks/000002"), "something else");
        var gets = new ArrayList<String>();

        new BlockDownloader(new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.GET && !gets.add(key.name())), 1)
                .download(BLOCK, copy);

        assertThat(gets).containsExactly("meta.json", "000002", "index");
        assertSameFiles(local, copy);
    }

    @Test
    void reportsABlockThatIsGone() {
        assertThatThrownBy(() -> new BlockDownloader(bucket, 1).download(BLOCK, temp.resolve("copy")))
                .isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void reportsDamage() throws IOException {
        Path local = TestBlocks.write(temp, meta, 2);
        uploader(bucket, true, 1).upload(local, meta);
        var downloader = new BlockDownloader(bucket, 1);
        byte[] other = Files.readAllBytes(local.resolve("chunks/000002"));
        other[100] ^= 1;

        TestBlocks.put(bucket, BLOCK, "chunks/000002", other);
        assertThatThrownBy(() -> downloader.download(BLOCK, temp.resolve("c1")))
                .isInstanceOf(BlockDamagedException.class).hasMessageContaining("another checksum");
        TestBlocks.put(bucket, BLOCK, "chunks/000002", "<html>not found</html>".getBytes(UTF_8));
        assertThatThrownBy(() -> downloader.download(BLOCK, temp.resolve("c2")))
                .isInstanceOf(BlockDamagedException.class).hasMessageContaining("chunks/000002 has 22 bytes");
        bucket.delete(BlockKeys.segment(BLOCK, "000002"));
        assertThatThrownBy(() -> downloader.download(BLOCK, temp.resolve("c3")))
                .isInstanceOf(BlockDamagedException.class).hasMessageContaining("chunks/000002 is missing");
        assertThat(temp.resolve("c3/meta.json")).doesNotExist();
    }

    @Test
    void takesNothingFromAMetaThatLeadsElsewhere() throws IOException {
        Path local = TestBlocks.write(temp, meta, 1);
        uploader(bucket, false, 1).upload(local, meta);
        var files = List.of(new UploadedFile("../../outside", 5, null), new UploadedFile("chunks/../../x", 5, null),
                new UploadedFile("/etc/passwd", 5, null), new UploadedFile("chunks/000001", 0, null),
                new UploadedFile("index", 0, null));
        TestBlocks.put(bucket, BLOCK, "meta.json",
                meta.withThanos(meta.thanos().withUpload(new ThanosMeta.Upload(List.of(), files, null))).toJson());
        Path copy = temp.resolve("deep/down/copy");

        new BlockDownloader(bucket, 1).download(BLOCK, copy);

        assertSameFiles(local, copy);
        assertThat(temp.resolve("deep")).isDirectoryRecursivelyContaining("glob:**/index")
                .isDirectoryNotContaining("glob:**/outside");
    }

    @Test
    void deletesTheMetaFirstAndTheMarkLast() throws IOException {
        Path local = TestBlocks.write(temp, meta, 2);
        uploader(bucket, false, 1).upload(local, meta);
        TestBlocks.put(bucket, BLOCK, "deletion-mark.json", "{}".getBytes(UTF_8));
        TestBlocks.put(bucket, BLOCK, "no-compact-mark.json", "{}".getBytes(UTF_8));
        var deletions = new ArrayList<String>();
        var watched = new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.DELETE && !deletions.add(key.name()));

        new BlockDeleter(watched).delete(BLOCK);

        assertThat(deletions).startsWith("meta.json").endsWith("deletion-mark.json")
                .contains("000001", "000002", "index", "no-compact-mark.json");
        assertThat(names()).isEmpty();
        new BlockDeleter(bucket).delete(BLOCK);
    }

    @Test
    void deletesOnlyAbandonedUploads() throws IOException {
        Instant old = NOW.minus(Duration.ofHours(49));
        var aged = new MemoryBucket(Clock.fixed(old, ZoneOffset.UTC));
        Ulid abandoned = TestBlocks.id(old.toEpochMilli(), 1);
        Ulid young = TestBlocks.id(NOW.minus(Duration.ofHours(47)).toEpochMilli(), 2);
        Ulid corrupted = TestBlocks.id(old.toEpochMilli(), 3);
        Ulid marked = TestBlocks.id(old.toEpochMilli(), 4);
        Ulid whole = TestBlocks.id(old.toEpochMilli(), 5);
        for (Ulid block : List.of(abandoned, young, corrupted, marked)) {
            TestBlocks.put(aged, block, "index", new byte[10]);
        }
        TestBlocks.put(aged, corrupted, "meta.json", "<html>".getBytes(UTF_8));
        new BlockMarks(aged).put(new BlockMark.Deletion(marked, "", old));
        TestBlocks.put(aged, TestBlocks.meta(whole, 0, 1));
        var reader = new MarkReader(new BlockMarks(aged), 1);
        BlockCatalog catalog = fetch(aged, draft -> reader.read(BlockMark.Kind.DELETION, draft));

        assertThat(new PartialUploads(aged, CLOCK).delete(catalog)).containsExactly(abandoned);
        assertThat(new PartialUploads(aged, CLOCK).delete(fetch(aged))).containsExactly(marked);
        assertThat(fetch(aged).unknown()).containsOnlyKeys(young, corrupted);
    }

    @Test
    void keepsAnUploadThatIsUnderWayOrDone() throws IOException {
        Ulid block = TestBlocks.id(NOW.minus(Duration.ofDays(9)).toEpochMilli(), 1);
        var fresh = new MemoryBucket(CLOCK);
        TestBlocks.put(fresh, block, "index", new byte[10]);
        BlockCatalog before = fetch(fresh);
        assertThat(new PartialUploads(fresh, CLOCK).delete(before)).as("its files are fresh").isEmpty();

        var aged = new MemoryBucket(Clock.fixed(NOW.minus(Duration.ofDays(9)), ZoneOffset.UTC));
        TestBlocks.put(aged, block, "index", new byte[10]);
        BlockCatalog partial = fetch(aged);
        TestBlocks.put(aged, TestBlocks.meta(block, 0, 1));
        assertThat(new PartialUploads(aged, CLOCK).delete(partial)).as("its meta came meanwhile").isEmpty();
    }

    private static BlockUploader uploader(Bucket to, boolean hashes, int concurrency) {
        return new BlockUploader(to, new BlockUploader.Options(hashes, concurrency), CLOCK);
    }

    private Ulid download(String name) throws IOException {
        return new BlockDownloader(bucket, 1).download(BLOCK, temp.resolve(name)).ulid();
    }

    private List<Ulid> visible() throws IOException {
        return List.copyOf(fetch(bucket).blocks().keySet());
    }

    private static BlockCatalog fetch(Bucket from, MetaFilter... filters) throws IOException {
        return new MetaFetcher(from, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT, List.of(filters),
                new MetaFetchMetrics(new PrometheusRegistry())).fetch();
    }

    private List<String> names() throws IOException {
        return bucket.list(Optional.empty(), Listing.RECURSIVE).stream().map(entry -> entry.key().value()).toList();
    }

    private static void assertSameFiles(Path local, Path copy) throws IOException {
        try (var segments = Files.list(local.resolve("chunks"))) {
            for (Path segment : segments.toList()) {
                assertThat(copy.resolve("chunks").resolve(segment.getFileName())).hasSameBinaryContentAs(segment);
            }
        }
        assertThat(copy.resolve("index")).hasSameBinaryContentAs(local.resolve("index"));
    }
}
