package io.hypnos.compact.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hypnos.compact.plan.CompactionRanges;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.tsdb.compact.OverlapMerge;

/// How a compactor works.
///
/// @param dataDirectory where blocks are worked on; nothing in it outlives a restart but the cache of metas
public record EngineOptions(Path dataDirectory, Merging merging, Transfers transfers, Downsampling downsampling,
        Deletion deletion) {

    /// What is merged, and how.
    ///
    /// @param vertical      whether blocks that overlap are merged
    /// @param replicaLabels labels by which replicas differ; without them they are one stream
    /// @param overlaps      what becomes of samples that several blocks have
    /// @param maxIndexBytes what the index of a merged block may have
    /// @param concurrency   groups at once
    public record Merging(boolean vertical, List<String> replicaLabels, OverlapMerge overlaps, CompactionRanges ranges,
            long maxIndexBytes, int concurrency) {

        /// One group at a time, no overlaps, indexes up to 64 GiB.
        public static final Merging DEFAULT = new Merging(false, List.of(), OverlapMerge.ONE_TO_ONE,
                CompactionRanges.DEFAULT, 64L << 30, 1);

        public Merging {
            replicaLabels = List.copyOf(replicaLabels);
        }
    }

    /// How blocks come and go.
    ///
    /// @param blocks blocks downloaded at once
    /// @param files  files of one block at once
    /// @param sha256 whether metas shall know the checksums of their block's files
    public record Transfers(int blocks, int files, boolean sha256) {

        public static final Transfers DEFAULT = new Transfers(1, 1, false);
    }

    /// @param concurrency blocks at once
    public record Downsampling(boolean enabled, int concurrency) {

        public static final Downsampling DEFAULT = new Downsampling(true, 1);
    }

    /// What is deleted, and when.
    ///
    /// @param delay between the mark and the deletion
    public record Deletion(Duration delay, RetentionPolicy retention) {

        /// After two days, and nothing because of its age.
        public static final Deletion DEFAULT = new Deletion(Duration.ofHours(48),
                RetentionPolicy.of(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    public static EngineOptions in(Path dataDirectory) {
        return new EngineOptions(dataDirectory, Merging.DEFAULT, Transfers.DEFAULT, Downsampling.DEFAULT,
                Deletion.DEFAULT);
    }

    public EngineOptions with(Merging other) {
        return new EngineOptions(dataDirectory, other, transfers, downsampling, deletion);
    }

    public EngineOptions with(Downsampling other) {
        return new EngineOptions(dataDirectory, merging, transfers, other, deletion);
    }

    public EngineOptions with(Deletion other) {
        return new EngineOptions(dataDirectory, merging, transfers, downsampling, other);
    }
}
