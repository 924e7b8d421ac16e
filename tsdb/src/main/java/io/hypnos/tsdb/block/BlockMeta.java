package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// What a block says about itself: the file `meta.json`, format version 1, a JSON object:
///
///     ulid · minTime · maxTime
///     stats       numSamples* · numFloatSamples* · numHistogramSamples* · numSeries* · numChunks* · numTombstones*
///     compaction  level · sources* [ulid] · deletable* · parents* [{ ulid · minTime · maxTime }] · failed* · hints* [text]
///     version     1
///     thanos*     version 1 · labels {} · downsample { resolution } · source · segment_files* [text]
///                 files* [{ rel_path · size_bytes* · hash* { hashFunc · value } }] · rewrites*
///                 index_stats { series_max_size* · chunk_max_size* } · …* · upload_time
///
/// Keys with a star are left out where they are 0, false or empty. Times are epoch milliseconds; that of the upload is RFC 3339. Indented by tabs,
/// with a newline at the end where there is a section of Thanos, each as its writer has it. Readers take the keys in any order, and more of them.
/// The JSON is in [MetaJsonReader] and [MetaJsonWriter]. Golden: `golden/meta.json`, `golden/meta-thanos.json`.
///
/// @param ulid    the name of the block and of its directory
/// @param minTime epoch milliseconds of the first sample, or earlier
/// @param maxTime epoch milliseconds after the last sample: every sample is before it
/// @param thanos  null for a block that knows no bucket
public record BlockMeta(Ulid ulid, long minTime, long maxTime, BlockStats stats, BlockLineage lineage,
        @Nullable ThanosMeta thanos) {

    public static final String FILE_NAME = "meta.json";
    /// A meta is a few KiB; one that claims more is none.
    private static final long MAX_SIZE = 64L << 20;

    /// The times that the samples of the block may have.
    public TimeRange range() {
        return TimeRange.halfOpen(minTime, maxTime);
    }

    /// Reads the meta of the block in a directory.
    ///
    /// @throws IOException                 when there is none that can be read
    /// @throws CorruptBlockException       when it is not what a meta should be, or of another block than the directory
    /// @throws UnsupportedVersionException when its version is not 1
    public static BlockMeta read(Path blockDirectory) throws IOException {
        Path file = blockDirectory.resolve(FILE_NAME);
        long size = Files.size(file);
        if (size > MAX_SIZE) {
            throw new CorruptBlockException(file.toString(), 0, "at most " + MAX_SIZE + " bytes", size + "");
        }
        BlockMeta meta = parse(file.toString(), Files.readAllBytes(file));
        Path name = blockDirectory.getFileName();
        Ulid directory = name == null ? null : Ulid.parseOrNull(name.toString());
        if (directory != null && !directory.equals(meta.ulid)) {
            throw new CorruptBlockException(file.toString(), 0, "the ULID of its directory", meta.ulid.toString());
        }
        return meta;
    }

    /// Parses a meta.
    ///
    /// @param file what error messages call it
    /// @throws CorruptBlockException       when it is not what a meta should be
    /// @throws UnsupportedVersionException when its version is not 1
    public static BlockMeta parse(String file, byte[] json) {
        return new MetaJsonReader(file).parse(json);
    }

    /// The JSON, as Prometheus writes it, or as Thanos does where there is a section of its.
    public byte[] toJson() {
        return MetaJsonWriter.write(this);
    }

    /// Puts the meta into the directory of its block, in place of the one that is there.
    public void write(Path blockDirectory) throws IOException {
        DurableFiles.write(blockDirectory.resolve(FILE_NAME), toJson());
    }

    public BlockMeta withStats(BlockStats newStats) {
        return new BlockMeta(ulid, minTime, maxTime, newStats, lineage, thanos);
    }

    public BlockMeta withLineage(BlockLineage newLineage) {
        return new BlockMeta(ulid, minTime, maxTime, stats, newLineage, thanos);
    }

    public BlockMeta withThanos(@Nullable ThanosMeta newThanos) {
        return new BlockMeta(ulid, minTime, maxTime, stats, lineage, newThanos);
    }
}
