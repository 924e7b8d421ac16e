package io.hypnos.objstore.block;

import java.time.Instant;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// The meta of a block in a bucket, where every block has a Thanos section; a block that was uploaded without one has no labels and is raw.
public record BucketBlockMeta(BlockMeta block, ThanosMeta thanos) {

    public static BucketBlockMeta of(BlockMeta block) {
        ThanosMeta thanos = block.thanos();
        return new BucketBlockMeta(block, thanos == null ? ThanosMeta.of(Labels.EMPTY, "") : thanos);
    }

    public Ulid id() {
        return block.ulid();
    }

    /// Epoch milliseconds of the first sample, or earlier.
    public long minTime() {
        return block.minTime();
    }

    /// Epoch milliseconds after the last sample.
    public long maxTime() {
        return block.maxTime();
    }

    public TimeRange range() {
        return block.range();
    }

    /// The external labels.
    public Labels labels() {
        return thanos.labels();
    }

    /// Milliseconds between samples where they are downsampled, 0 for raw.
    public long resolution() {
        return thanos.resolutionMillis();
    }

    /// Blocks of one stream at one resolution: those that compaction may merge and that may replace one another.
    public BlockGroup group() {
        return new BlockGroup(resolution(), labels());
    }

    /// When the block came to the bucket, as far as it is known: what the uploader wrote down, or else when the block was made.
    public Instant uploadTime() {
        Instant written = thanos.upload().time();
        return written == null ? Instant.ofEpochMilli(id().timeMillis()) : written;
    }

    /// The size of a file of the block, such as [BlockKeys#INDEX], as the uploader wrote it down; 0 when it did not.
    public long uploadedSize(String path) {
        return thanos.upload().files().stream().filter(file -> file.path().equals(path)).findFirst()
                .map(ThanosMeta.UploadedFile::size).orElse(0L);
    }

    public BucketBlockMeta withLabels(Labels labels) {
        ThanosMeta changed = thanos.withLabels(labels);
        return new BucketBlockMeta(block.withThanos(changed), changed);
    }
}
