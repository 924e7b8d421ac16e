package io.hypnos.tsdb.compact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Makes one block of several, or several with times of their own.
///
/// One pass: the symbols of all inputs are merged first, and from then on a label set is a tuple of ints, compared as such; series come out of a
/// loser tree, chunks that overlap no others are copied as they stand. What is wrong with an input shows on the way, so no block is read
/// twice: see [FindingKind]. Memory is four bytes per symbol and input, about twenty per symbol of the output, four per series and input,
/// and a window per input; nothing grows with samples.
///
/// Stateless but for the names that it gives; for several threads.
public final class BlockCompactor {

    private final UlidGenerator ulids;
    private final int resortingWeight;

    public BlockCompactor(UlidGenerator ulids) {
        this(ulids, Resorting.MAX_WEIGHT);
    }

    /// @param resortingWeight how many ints of label sets that must be sorted anew may be in memory
    BlockCompactor(UlidGenerator ulids, int resortingWeight) {
        this.ulids = ulids;
        this.resortingWeight = resortingWeight;
    }

    /// Merges blocks. Deleted samples are gone from the result. The inputs stay as they are, and open; a single output names them as its parents,
    /// several do not.
    ///
    /// @param inputs        at least one; all raw or all of one resolution
    /// @param dataDirectory where the outputs are published
    /// @throws io.hypnos.tsdb.index.IndexTooLargeException when the result is more than an index can hold
    /// @throws IOException                              when something cannot be written, or the thread is interrupted; nothing is published then
    /// @throws io.hypnos.series.StorageException when an input cannot be read for other reasons than its contents
    public CompactionResult compact(List<BlockContents> inputs, Path dataDirectory, CompactionOptions options)
            throws IOException {
        var sorted = new ArrayList<>(inputs);
        sorted.sort(Comparator.comparingLong((BlockContents block) -> block.meta().minTime())
                .thenComparing(block -> block.meta().ulid()));
        requireOneResolution(sorted);
        var lineage = MergedLineage.of(sorted.stream().map(BlockContents::meta).toList());
        return run(sorted, dataDirectory, options, ulid -> lineage);
    }

    /// Writes one block anew without what is deleted of it. The new one counts as an original with the old one as its parent, as Prometheus has it.
    ///
    /// @throws IOException                              as for [#compact(List, Path, CompactionOptions)]
    /// @throws io.hypnos.series.StorageException likewise
    public CompactionResult rewrite(BlockContents input, Path dataDirectory, CompactionOptions options)
            throws IOException {
        return run(List.of(input), dataDirectory, options,
                ulid -> MergedLineage.rewritten(ulid, input.meta()));
    }

    private CompactionResult run(List<BlockContents> inputs, Path dataDirectory, CompactionOptions options,
            Function<Ulid, BlockLineage> lineage) throws IOException {
        var findings = new Findings(options.tolerated());
        try (var merge = new MergeRun(dataDirectory, options, findings)) {
            noteOverlaps(inputs, findings);
            merge.open(inputs, ulids);
            merge.merge(dataDirectory.resolve(ulids.next() + ".tmp"), resortingWeight);
            return new CompactionResult.Compacted(merge.publish(lineage), findings.list());
        } catch (Findings.RefusedException e) {
            return new CompactionResult.Refused(e.finding());
        } catch (CorruptBlockException e) {
            return new CompactionResult.Refused(unreadable(inputs, e.file(), e));
        } catch (UnsupportedVersionException e) {
            return new CompactionResult.Refused(unreadable(inputs, e.file(), e));
        }
    }

    private static void requireOneResolution(List<BlockContents> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("nothing to merge");
        }
        if (inputs.stream().map(block -> resolution(block.meta())).distinct().count() > 1) {
            throw new IllegalArgumentException("blocks of several resolutions cannot be merged");
        }
    }

    private static long resolution(BlockMeta meta) {
        return meta.thanos() == null ? 0 : meta.thanos().resolutionMillis();
    }

    private static void noteOverlaps(List<BlockContents> sorted, Findings findings) {
        long end = Long.MIN_VALUE;
        for (BlockContents block : sorted) {
            BlockMeta meta = block.meta();
            if (meta.minTime() < end) {
                findings.add(FindingKind.OVERLAPPING_BLOCKS, meta.ulid(),
                        "begins at " + meta.minTime() + ", while another ends at " + end);
            }
            end = Math.max(end, meta.maxTime());
        }
    }

    private static Finding unreadable(List<BlockContents> inputs, String file, RuntimeException cause) {
        for (BlockContents input : inputs) {
            if (input.index().name().equals(file)
                    || input.segments().stream().anyMatch(segment -> segment.name().equals(file))) {
                return new Finding(FindingKind.UNREADABLE, input.meta().ulid(), 1, String.valueOf(cause.getMessage()));
            }
        }
        throw cause;
    }
}
