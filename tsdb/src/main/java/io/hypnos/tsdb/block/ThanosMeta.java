package io.hypnos.tsdb.block;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.hypnos.series.labels.Labels;

/// What Thanos adds to the meta of a block that lies in a bucket.
///
/// @param labels           external labels: whose block it is
/// @param resolutionMillis distance of its samples if it is downsampled, 0 for raw
/// @param source           who made it, in Thanos' words (`receive`, `sidecar`, `compactor`, …); may be empty
/// @param upload           its files as they were uploaded
/// @param indexStats       sizes that help to guess how much to read at once
/// @param other            everything else that the section has (`rewrites`, `extensions`, keys of the future), kept as it is
public record ThanosMeta(Labels labels, long resolutionMillis, String source, Upload upload, IndexStats indexStats,
        ObjectNode other) {

    /// The files of a block in a bucket.
    ///
    /// @param segmentFiles names in `chunks/`, ascending; empty when unknown
    /// @param files        ascending by path; empty when unknown
    /// @param time         when the meta was uploaded; null when it was not, or nobody wrote it down
    public record Upload(List<String> segmentFiles, List<UploadedFile> files, @Nullable Instant time) {

        public static final Upload UNKNOWN = new Upload(List.of(), List.of(), null);

        public Upload {
            segmentFiles = List.copyOf(segmentFiles);
            files = List.copyOf(files);
        }
    }

    /// One file of a block in a bucket.
    ///
    /// @param path   below the block, with `/`
    /// @param size   in bytes; 0 when unknown, as for `meta.json`
    /// @param sha256 in lower-case hex; null when unknown
    public record UploadedFile(String path, long size, @Nullable String sha256) {}

    /// The largest things in an index, in bytes; 0 when unknown.
    ///
    /// @param seriesMaxSize largest distance between the beginnings of neighbouring series
    /// @param chunkMaxSize  largest distance between the beginnings of neighbouring chunks of one series
    public record IndexStats(long seriesMaxSize, long chunkMaxSize) {

        public static final IndexStats UNKNOWN = new IndexStats(0, 0);
    }

    public ThanosMeta {
        other = other.deepCopy();
    }

    /// The section of a new raw block.
    public static ThanosMeta of(Labels labels, String source) {
        return new ThanosMeta(labels, 0, source, Upload.UNKNOWN, IndexStats.UNKNOWN,
                JsonNodeFactory.instance.objectNode());
    }

    public ThanosMeta withLabels(Labels newLabels) {
        return new ThanosMeta(newLabels, resolutionMillis, source, upload, indexStats, other);
    }

    public ThanosMeta withResolution(long newResolutionMillis) {
        return new ThanosMeta(labels, newResolutionMillis, source, upload, indexStats, other);
    }

    public ThanosMeta withSource(String newSource) {
        return new ThanosMeta(labels, resolutionMillis, newSource, upload, indexStats, other);
    }

    public ThanosMeta withUpload(Upload newUpload) {
        return new ThanosMeta(labels, resolutionMillis, source, newUpload, indexStats, other);
    }

    public ThanosMeta withIndexStats(IndexStats newStats) {
        return new ThanosMeta(labels, resolutionMillis, source, upload, newStats, other);
    }

    /// A part of [#other()], null when it is not there.
    public @Nullable JsonNode other(String key) {
        return other.get(key);
    }
}
