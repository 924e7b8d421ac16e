package io.hypnos.objstore.block;

import io.hypnos.series.labels.Labels;

/// A stream of blocks: one set of external labels at one resolution.
///
/// @param resolution milliseconds between downsampled samples, 0 for raw
public record BlockGroup(long resolution, Labels labels) implements Comparable<BlockGroup> {

    /// By labels, finer resolutions first.
    @Override
    public int compareTo(BlockGroup other) {
        int order = labels.compareTo(other.labels);
        return order != 0 ? order : Long.compare(resolution, other.resolution);
    }

    /// For logs: `0@{tenant_id="team-a"}`.
    @Override
    public String toString() {
        return resolution + "@" + labels;
    }
}
