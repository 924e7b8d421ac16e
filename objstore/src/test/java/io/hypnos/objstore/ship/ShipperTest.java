package io.hypnos.objstore.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketOperation;
import io.hypnos.objstore.TrippingBucket;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.block.TestBlocks;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.objstore.ship.Shipper.Result;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.DurableFiles;

class ShipperTest {

    @TempDir
    private Path database;

    private final MemoryBucket bucket = new MemoryBucket();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ShipperMetrics metrics = new ShipperMetrics(registry);
    private final AtomicReference<Labels> labels = new AtomicReference<>(Labels.of("replica", "a", "tenant_id", "t"));

    @Test
    void uploadsEachBlockOnceOldestFirst() throws IOException {
        local(3, 200);
        local(1, 100);
        local(2, 0);
        var order = new ArrayList<String>();
        var watched = new TrippingBucket(bucket, (operation, key) -> operation == BucketOperation.UPLOAD
                && key.name().equals("meta.json") && !order.add(key.value().substring(0, 26)));

        assertThat(shipper(watched, false, false).sync()).isEqualTo(new Result(3, 0));
        assertThat(order).containsExactly(id(2), id(1), id(3));
        order.clear();
        assertThat(shipper(watched, false, false).sync()).isEqualTo(new Result(0, 0));
        assertThat(order).isEmpty();
        assertThat(counter("thanos_shipper_uploads")).isEqualTo(3);
        assertThat(counter("thanos_shipper_dir_syncs")).isEqualTo(2);
    }

    @Test
    void saysWhoseTheBlockIs() throws IOException {
        BlockMeta meta = TestBlocks.meta(TestBlocks.id(1), 0, 100);
        TestBlocks.write(database, TestBlocks.with(meta, Labels.of("replica", "old", "region", "eu"), 0), 1);

        shipper(bucket, false, false).sync();

        BlockMeta uploaded = uploadedMeta(1);
        assertThat(uploaded.thanos().labels())
                .isEqualTo(Labels.of("region", "eu", "replica", "a", "tenant_id", "t"));
        assertThat(uploaded.thanos().source()).isEqualTo("receive");
        assertThat(uploaded.thanos().upload().segmentFiles()).containsExactly("000001");
        assertThat(BlockMeta.read(database.resolve(id(1))).thanos().labels().get("replica"))
                .as("the local meta stays as it is").isEqualTo("old");
    }

    @Test
    void remembersWhatIsInTheBucketInThanosFile() throws IOException {
        local(1, 0);
        local(2, 100);
        Shipper shipper = shipper(bucket, false, false);
        shipper.sync();

        assertThat(database.resolve("thanos.shipper.json")).hasContent("""
                {
                \t"version": 1,
                \t"uploaded": [
                \t\t"%s",
                \t\t"%s"
                \t]
                }
                """.formatted(id(1), id(2)));
        assertThat(shipper.uploaded()).containsExactly(TestBlocks.id(1), TestBlocks.id(2));
        DurableFiles.deleteRecursively(database.resolve(id(1)));
        shipper.sync();
        assertThat(shipper.uploaded()).containsExactly(TestBlocks.id(2));
        assertThat(database.resolve("thanos/upload")).satisfiesAnyOf(path -> assertThat(path).doesNotExist(),
                path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void survivesAnUnreadableFileOfItsOwn() throws IOException {
        local(1, 0);
        Files.writeString(database.resolve("thanos.shipper.json"), "{\"version\": 1, \"uplo");

        assertThat(shipper(bucket, false, false).sync()).isEqualTo(new Result(1, 0));
        Files.writeString(database.resolve("thanos.shipper.json"), "[]");
        Shipper shipper = shipper(bucket, false, false);
        assertThat(shipper.sync()).as("found in the bucket").isEqualTo(new Result(0, 0));
        assertThat(shipper.uploaded()).containsExactly(TestBlocks.id(1));
    }

    @Test
    void leavesOutEmptyAndCompactedBlocks() throws IOException {
        TestBlocks.write(database, TestBlocks.meta(TestBlocks.id(1), 0, 100).withStats(BlockStats.NONE), 1);
        compacted(2, 0);
        local(3, 100);

        assertThat(shipper(bucket, false, false).sync()).isEqualTo(new Result(1, 0));
        assertThat(shipper(bucket, true, false).sync()).isEqualTo(new Result(1, 0));
        assertThat(bucket.exists(BlockKeys.meta(TestBlocks.id(1)))).isFalse();
        assertThat(bucket.exists(BlockKeys.meta(TestBlocks.id(2)))).isTrue();
    }

    @Test
    void refusesACompactedBlockThatOverlapsTheBucket() throws IOException {
        compacted(2, 50);
        TestBlocks.put(bucket, TestBlocks.with(TestBlocks.meta(TestBlocks.id(9), 0, 60), labels.get(), 0));

        assertThat(shipper(bucket, true, false).sync()).isEqualTo(new Result(0, 1));
        assertThat(counter("thanos_shipper_upload_failures")).isEqualTo(1);
        assertThat(shipper(bucket, true, true).sync()).isEqualTo(new Result(1, 0));
    }

    @Test
    void takesNoNewerBlockWhileAnOlderOneFails() throws IOException {
        local(1, 0);
        local(2, 100);
        var failing = new TrippingBucket(bucket,
                (operation, key) -> operation == BucketOperation.UPLOAD && key.value().startsWith(id(1)));

        assertThat(shipper(failing, false, false).sync()).isEqualTo(new Result(0, 2));
        assertThat(shipper(failing, false, true).sync()).isEqualTo(new Result(1, 1));
        assertThat(shipper(bucket, false, false).sync()).isEqualTo(new Result(1, 0));
        assertThat(counter("thanos_shipper_dir_sync_failures")).isEqualTo(2);
    }

    @Test
    void passesOverBlocksThatCannotBeRead() throws IOException {
        local(1, 0);
        Path broken = Files.createDirectories(database.resolve(id(5)));
        Files.writeString(broken.resolve("meta.json"), "{");
        Files.createDirectories(database.resolve(id(6)));
        Files.createDirectories(database.resolve("wal"));

        assertThat(shipper(bucket, false, false).sync()).isEqualTo(new Result(1, 0));
        assertThat(counter("thanos_shipper_corrupted_blocks")).isEqualTo(1);
    }

    @Test
    void survivesThatTheDatabaseDropsABlockMeanwhile() throws IOException {
        local(1, 0);
        var dropping = new TrippingBucket(bucket, (operation, _) -> {
            if (operation == BucketOperation.ATTRIBUTES) {
                try {
                    DurableFiles.deleteRecursively(database.resolve(id(1)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            return false;
        });

        assertThat(shipper(dropping, false, false).sync()).isEqualTo(new Result(1, 0));
        assertThat(uploadedMeta(1).ulid()).isEqualTo(TestBlocks.id(1));
    }

    @Test
    void hasNothingToDoWithoutADatabase() throws IOException {
        var shipper = new Shipper("t", database.resolve("absent"), bucket,
                new ShipperOptions("receive", false, false, BlockUploader.Options.DEFAULT), labels::get, metrics);

        assertThat(shipper.sync()).isEqualTo(new Result(0, 0));
        assertThat(shipper.uploaded()).isEqualTo(Set.of());
    }

    private Shipper shipper(Bucket to, boolean compacted, boolean outOfOrder) {
        return new Shipper("t", database, to,
                new ShipperOptions("receive", compacted, outOfOrder, BlockUploader.Options.DEFAULT), labels::get,
                metrics);
    }

    private void local(int number, long minTime) throws IOException {
        TestBlocks.write(database, TestBlocks.meta(TestBlocks.id(number), minTime, minTime + 100).withThanos(null), 1);
    }

    private void compacted(int number, long minTime) throws IOException {
        Ulid block = TestBlocks.id(number);
        TestBlocks.write(database, TestBlocks.meta(block, minTime, minTime + 100).withThanos(null)
                .withLineage(new BlockLineage(2, List.of(block), List.of(), false, false, List.of())), 1);
    }

    private static String id(int number) {
        return TestBlocks.id(number).toString();
    }

    private BlockMeta uploadedMeta(int number) throws IOException {
        try (InputStream body = bucket.get(BlockKeys.meta(TestBlocks.id(number)))) {
            return BlockMeta.parse("meta.json", body.readAllBytes());
        }
    }

    private double counter(String name) {
        return registry.scrape(name::equals).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue).sum();
    }
}
