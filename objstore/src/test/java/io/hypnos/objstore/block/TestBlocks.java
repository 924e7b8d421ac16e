package io.hypnos.objstore.block;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.hypnos.objstore.Bucket;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// Blocks for tests that look at no more than metas and file sizes.
public final class TestBlocks {

    public static final Labels LABELS = Labels.of("tenant_id", "team-a", "receive_replica", "0");

    private TestBlocks() {}

    /// The ULID of a block made at `millis`, told from others of the same time by `number`.
    public static Ulid id(long millis, int number) {
        return new Ulid(millis << 16, number);
    }

    public static Ulid id(int number) {
        return id(1_700_000_000_000L + number, number);
    }

    /// A block cut from a head.
    public static BlockMeta meta(Ulid id, long minTime, long maxTime) {
        return new BlockMeta(id, minTime, maxTime, new BlockStats(120, 120, 0, 1, 1, 0), BlockLineage.original(id),
                ThanosMeta.of(LABELS, "receive"));
    }

    /// A block made from others.
    public static BlockMeta merged(Ulid id, Ulid... sources) {
        return meta(id, 0, 1000)
                .withLineage(
                        new BlockLineage(2, Stream.of(sources).sorted().toList(), List.of(), false, false, List.of()));
    }

    public static BlockMeta with(BlockMeta meta, Labels labels, long resolution) {
        return meta.withThanos(BucketBlockMeta.of(meta).thanos().withLabels(labels).withResolution(resolution));
    }

    public static BlockMeta uploadedAt(BlockMeta meta, Instant time) {
        ThanosMeta thanos = BucketBlockMeta.of(meta).thanos();
        return meta.withThanos(thanos.withUpload(new ThanosMeta.Upload(List.of(), List.of(), time)));
    }

    /// A block in a directory, with an index and segments of noise.
    public static Path write(Path parent, BlockMeta meta, int segments) throws IOException {
        Path directory = Files.createDirectories(parent.resolve(meta.ulid().toString()));
        Files.createDirectories(directory.resolve(BlockKeys.CHUNKS));
        var random = new Random(meta.ulid().low());
        for (int i = 1; i <= segments; i++) {
            Files.write(directory.resolve(BlockKeys.CHUNKS).resolve(String.format("%06d", i)), noise(random));
        }
        Files.write(directory.resolve(BlockKeys.INDEX), noise(random));
        Files.writeString(directory.resolve("tombstones"), "not uploaded");
        meta.write(directory);
        return directory;
    }

    /// Puts no more of a block than its meta and an index into a bucket.
    public static void put(Bucket bucket, BlockMeta meta) throws IOException {
        put(bucket, meta.ulid(), BlockKeys.INDEX, new byte[]{1});
        put(bucket, meta.ulid(), BlockKeys.META, meta.toJson());
    }

    public static void put(Bucket bucket, Ulid block, String path, byte[] content) throws IOException {
        bucket.put(BlockKeys.directory(block).resolve(path), new ByteArrayInputStream(content), content.length);
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1000 + random.nextInt(5000)];
        random.nextBytes(bytes);
        return bytes;
    }
}
