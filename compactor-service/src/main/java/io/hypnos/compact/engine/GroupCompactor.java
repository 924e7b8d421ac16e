package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.compact.engine.GroupOutcome.Done;
import io.hypnos.compact.engine.GroupOutcome.Failed;
import io.hypnos.compact.engine.GroupOutcome.Halted;
import io.hypnos.compact.plan.GuardedPlanner;
import io.hypnos.compact.plan.Overlaps;
import io.hypnos.compact.plan.PlannedCompaction;
import io.hypnos.compact.plan.PlannedCompaction.Exclusion;
import io.hypnos.objstore.block.BlockDamagedException;
import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.compact.CompactionResult;
import io.hypnos.tsdb.compact.Finding;
import io.hypnos.tsdb.io.DurableFiles;

/// Compacts one group until nothing is left to merge in it.
///
/// A merge is downloaded, written, uploaded, and only then are its inputs marked for deletion; so whatever stops it, the bucket holds every sample
/// and, once the marks are there, the queries see each once. A block that cannot be read is set aside with a mark that says why, and the group
/// goes on without it. Blocks that overlap although nobody has allowed it halt the group.
final class GroupCompactor {

    private static final Logger log = LoggerFactory.getLogger(GroupCompactor.class);
    private static final String REPLACED = "source of compacted block";

    private final EngineOptions options;
    private final GuardedPlanner planner;
    private final BlockMerge merge;
    private final BucketEditor editor;
    private final WorkDirectory work;
    private final CompactMetrics metrics;

    GroupCompactor(EngineOptions options, GuardedPlanner planner, BlockMerge merge, BucketEditor editor,
            WorkDirectory work, CompactMetrics metrics) {
        this.options = options;
        this.planner = planner;
        this.merge = merge;
        this.editor = editor;
        this.work = work;
        this.metrics = metrics;
    }

    /// @param members  all blocks of the group that are in use
    /// @param excluded those that take no part
    /// @throws IOException only when the compactor must stop altogether, see [StopSignal]
    GroupOutcome compact(BlockGroup group, List<BucketBlockMeta> members, Set<Ulid> excluded) throws IOException {
        var state = new GroupState(group, members, excluded);
        int compactions = 0;
        while (true) {
            metrics.compactionStarted(group.resolution());
            try {
                Optional<Halted> halt = overlap(state);
                if (halt.isPresent()) {
                    metrics.compactionFailed(group.resolution());
                    return halt.get();
                }
                PlannedCompaction plan = planner.plan(state.members, state.excluded);
                for (Exclusion exclusion : plan.exclusions()) {
                    editor.exclude(exclusion);
                    state.excluded.add(exclusion.block().id());
                }
                if (!plan.blocks().isEmpty()) {
                    compactions += run(state, plan.blocks()) ? 1 : 0;
                }
                metrics.compactionCompleted(group.resolution());
                if (plan.blocks().isEmpty()) {
                    return new Done(compactions);
                }
            } catch (IOException | RuntimeException e) {
                StopSignal.passOn(e);
                metrics.compactionFailed(group.resolution());
                return new Failed(group, e);
            }
        }
    }

    /// The blocks of a group as this pass has changed them.
    private static final class GroupState {

        final BlockGroup group;
        final List<BucketBlockMeta> members;
        final Set<Ulid> excluded;

        GroupState(BlockGroup group, List<BucketBlockMeta> members, Set<Ulid> excluded) {
            this.group = group;
            this.members = new ArrayList<>(members);
            this.excluded = new HashSet<>(excluded);
        }

        void replace(List<BucketBlockMeta> inputs, BlockMeta result) {
            members.removeAll(inputs);
            members.add(BucketBlockMeta.of(result));
        }
    }

    private Optional<Halted> overlap(GroupState state) {
        if (options.merging().vertical()) {
            return Optional.empty();
        }
        List<BucketBlockMeta> active = state.members.stream().filter(block -> !state.excluded.contains(block.id()))
                .toList();
        List<BucketBlockMeta> overlapping = Overlaps.first(active);
        if (overlapping.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Halted(state.group,
                "overlapping blocks " + names(overlapping) + " " + state.group.labels()
                        + "; nothing is deleted. See /blocks?find-overlapping=1; vertical compaction:"
                        + " --deduplication.replica-label"));
    }

    /// Merges the blocks; false when that came to nothing and the group has to be planned anew.
    private boolean run(GroupState state, List<BucketBlockMeta> blocks) throws IOException {
        editor.check();
        long start = System.nanoTime();
        Path directory = work.forGroup(state.group);
        try {
            work.requireRoomFor(blocks);
            return switch (merge.merge(state.group, blocks, directory)) {
                case CompactionResult.Compacted(var results, var findings) when results.isEmpty() -> {
                    dropEmpty(state, blocks);
                    yield false;
                }
                case CompactionResult.Compacted(var results, var findings) -> {
                    publish(state, blocks, directory, results.getFirst());
                    log.atInfo().addKeyValue("group", state.group).addKeyValue("block", results.getFirst().ulid())
                            .addKeyValue("sources", names(blocks)).addKeyValue("findings", findings)
                            .addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + "ms")
                            .log("compacted blocks");
                    yield true;
                }
                case CompactionResult.Refused(Finding finding) -> {
                    quarantine(state, finding.block(), reason(finding), finding.kind() + ": " + finding.example());
                    yield false;
                }
            };
        } catch (BlockDamagedException e) {
            quarantine(state, e.block(), Reason.QUARANTINED, String.valueOf(e.getMessage()));
            return false;
        } finally {
            DurableFiles.deleteRecursively(directory);
        }
    }

    private void publish(GroupState state, List<BucketBlockMeta> blocks, Path directory, BlockMeta result)
            throws IOException {
        boolean vertical = !Overlaps.first(blocks).isEmpty();
        BlockMeta uploaded = editor.upload(directory.resolve(result.ulid().toString()), result);
        metrics.compacted(state.group.resolution(), vertical);
        for (BucketBlockMeta block : blocks) {
            editor.markForDeletion(block.id(), REPLACED);
        }
        state.replace(blocks, uploaded);
    }

    /// Nothing came out of the blocks: those that say that nothing is in them may go.
    private void dropEmpty(GroupState state, List<BucketBlockMeta> blocks) throws IOException {
        List<BucketBlockMeta> empty = blocks.stream().filter(block -> block.block().stats().samples() == 0).toList();
        if (empty.isEmpty()) {
            throw new IOException("blocks " + names(blocks) + " merge into nothing, although they say to have samples");
        }
        for (BucketBlockMeta block : empty) {
            editor.markForDeletion(block.id(), REPLACED);
        }
        state.members.removeAll(empty);
    }

    private void quarantine(GroupState state, Ulid block, Reason reason, String details) throws IOException {
        log.atError().addKeyValue("group", state.group).addKeyValue("block", block).addKeyValue("reason", details)
                .log("setting a block aside that cannot be compacted");
        editor.quarantine(block, reason, details);
        state.excluded.add(block);
    }

    private static Reason reason(Finding finding) {
        return switch (finding.kind()) {
            case OUT_OF_ORDER_CHUNKS -> Reason.OUT_OF_ORDER_CHUNKS;
            case OVERLAPPING_BLOCKS, DUPLICATE_CHUNKS, CHUNKS_OUTSIDE_BLOCK, DUPLICATE_SERIES, SERIES_WITHOUT_CHUNKS,
                    OUT_OF_ORDER_SERIES, OUT_OF_ORDER_LABELS, SERIES_WITHOUT_LABELS, UNREADABLE ->
                Reason.QUARANTINED;
        };
    }

    private static String names(List<BucketBlockMeta> blocks) {
        return blocks.stream().map(block -> block.id().toString()).collect(Collectors.joining(","));
    }
}
