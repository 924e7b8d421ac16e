package io.hypnos.tsdb.compact;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.ChunkSegmentFormat;
import io.hypnos.tsdb.block.ThanosMeta;

/// How blocks are merged.
///
/// @param overlaps      what happens to chunks that overlap
/// @param droppedLabels labels that are taken away from every series; series that are equal without them become one
/// @param outputs       the times of the blocks to write, apart from one another; empty for one block over the time of all inputs. What is in
///                      none of them is left out
/// @param segmentSize   bytes after which a new segment file begins
/// @param tolerated     what may be wrong with an input
/// @param thanos        section of Thanos for the outputs; null for none
public record CompactionOptions(OverlapMerge overlaps, Set<String> droppedLabels, List<TimeRange> outputs,
        long segmentSize, Set<FindingKind> tolerated, @Nullable ThanosMeta thanos) {

    /// As a local database merges its own blocks.
    public static final CompactionOptions LOCAL = new CompactionOptions(OverlapMerge.ONE_TO_ONE, Set.of(), List.of(),
            ChunkSegmentFormat.DEFAULT_SEGMENT_SIZE, Set.of(FindingKind.OVERLAPPING_BLOCKS,
                    FindingKind.DUPLICATE_CHUNKS, FindingKind.SERIES_WITHOUT_CHUNKS),
            null);

    public CompactionOptions {
        droppedLabels = Set.copyOf(droppedLabels);
        outputs = List.copyOf(outputs);
        tolerated = Set.copyOf(tolerated);
        for (FindingKind kind : tolerated) {
            if (!kind.canBeTolerated()) {
                throw new IllegalArgumentException(kind + " cannot be tolerated");
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (outputs.get(i).overlaps(outputs.get(j))) {
                    throw new IllegalArgumentException("outputs overlap: " + outputs);
                }
            }
        }
    }

    public CompactionOptions withOverlaps(OverlapMerge merge) {
        return new CompactionOptions(merge, droppedLabels, outputs, segmentSize, tolerated, thanos);
    }

    public CompactionOptions withDroppedLabels(Set<String> names) {
        return new CompactionOptions(overlaps, names, outputs, segmentSize, tolerated, thanos);
    }

    public CompactionOptions withOutputs(List<TimeRange> ranges) {
        return new CompactionOptions(overlaps, droppedLabels, ranges, segmentSize, tolerated, thanos);
    }

    public CompactionOptions withSegmentSize(long bytes) {
        return new CompactionOptions(overlaps, droppedLabels, outputs, bytes, tolerated, thanos);
    }

    public CompactionOptions withTolerated(Set<FindingKind> kinds) {
        return new CompactionOptions(overlaps, droppedLabels, outputs, segmentSize, kinds, thanos);
    }

    public CompactionOptions withThanos(@Nullable ThanosMeta section) {
        return new CompactionOptions(overlaps, droppedLabels, outputs, segmentSize, tolerated, section);
    }
}
