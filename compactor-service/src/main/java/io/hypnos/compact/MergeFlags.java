package io.hypnos.compact;

import java.util.Arrays;
import java.util.List;

import picocli.CommandLine.Option;

import io.hypnos.compact.plan.CompactionRanges;
import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.FlagGroup;

/// What is merged and downsampled, and how.
@FlagGroup("Compaction")
final class MergeFlags {

    @Option(names = "--compact.concurrency", paramLabel = "<n>", description = "Groups of blocks that are compacted at once.")
    int concurrency = 1;

    @Option(names = "--downsampling.disable", description = "Do not downsample; queries over long ranges will be slow.")
    boolean downsamplingDisabled;

    @Option(names = "--downsample.concurrency", paramLabel = "<n>", description = "Blocks that are downsampled at once.")
    int downsampleConcurrency = 1;

    @Option(names = "--deduplication.replica-label", paramLabel = "<label>", description = {
        "Label by which replicas of a stream differ: merge them, for good. May be repeated or a list with commas."})
    private List<String> replicaLabels = List.of();

    @Option(names = "--deduplication.func", paramLabel = "<func>", description = {
        "How samples of replicas are merged: empty for one to one, as for replicas of receive; penalty for Prometheus replicas."})
    String dedupFunc = "";

    @Option(names = "--compact.enable-vertical-compaction", hidden = true, description = {
        "Merge overlapping blocks, for good. Given with --deduplication.replica-label."})
    boolean vertical;

    @Option(names = "--compact.block-max-index-size", paramLabel = "<size>", hidden = true, description = "Largest index that a merged block may have.")
    ByteSize maxIndexSize = ByteSize.parse("64GB");

    @Option(names = "--compact.skip-block-with-out-of-order-chunks", hidden = true, description = {
        "Mark blocks with out-of-order chunks against compaction; that is done in any case."})
    boolean skipOutOfOrderChunks;

    @Option(names = "--debug.max-compaction-level", paramLabel = "<level>", hidden = true, description = "Highest compaction level, 0 to 4.")
    int maxLevel = CompactionRanges.MAX_LEVEL;

    List<String> replicaLabels() {
        return replicaLabels.stream().flatMap(label -> Arrays.stream(label.split(","))).map(String::strip)
                .filter(label -> !label.isEmpty()).toList();
    }
}
