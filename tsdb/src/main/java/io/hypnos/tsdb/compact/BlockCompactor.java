package io.hypnos.tsdb.compact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockFiles;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockWriter;
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
    /// @throws IOException                              when something cannot be written, or the thread is interrupted; nothing is published then
    /// @throws io.hypnos.series.StorageException when an input cannot be read for other reasons than its contents
    public CompactionResult compact(List<BlockContents> inputs, Path dataDirectory, CompactionOptions options)
            throws IOException {
        var sorted = new ArrayList<>(inputs);
        sorted.sort(Comparator.comparingLong((BlockContents block) -> block.meta().minTime())
                .thenComparing(block -> block.meta().ulid()));
        requireOneResolution(sorted);
        var findings = new Findings(options.tolerated());
        try {
            noteOverlaps(sorted, findings);
            return new CompactionResult.Compacted(merge(sorted, dataDirectory, options, findings), findings.list());
        } catch (Findings.RefusedException e) {
            return new CompactionResult.Refused(e.finding());
        } catch (CorruptBlockException e) {
            return new CompactionResult.Refused(unreadable(sorted, e.file(), e));
        } catch (UnsupportedVersionException e) {
            return new CompactionResult.Refused(unreadable(sorted, e.file(), e));
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

    private List<BlockMeta> merge(List<BlockContents> contents, Path dataDirectory, CompactionOptions options,
            Findings findings) throws IOException {
        var inputs = new ArrayList<CompactionInput>();
        for (BlockContents block : contents) {
            inputs.add(new CompactionInput(block));
        }
        var metas = contents.stream().map(BlockContents::meta).toList();
        var outputs = new ArrayList<OutputBlock>();
        try {
            for (TimeRange range : options.outputs().isEmpty() ? List.of(wholeRange(metas)) : options.outputs()) {
                var writer = BlockWriter.create(dataDirectory, ulids.next(), options.segmentSize());
                outputs.add(new OutputBlock(range, writer, options.overlaps()));
            }
            mergeSeries(inputs, outputs, dataDirectory, options, findings);
            return publish(outputs, metas, dataDirectory, options);
        } finally {
            closeAll(outputs);
        }
    }

    private void mergeSeries(List<CompactionInput> inputs, List<OutputBlock> outputs, Path dataDirectory,
            CompactionOptions options, Findings findings) throws IOException {
        var symbols = SymbolMerge.write(inputs.stream().map(CompactionInput::index).toList(),
                outputs.stream().map(OutputBlock::writer).toList(), options.droppedLabels());
        var dropped = symbols.ranksOfWanted();
        var runs = dataDirectory.resolve(ulids.next() + ".tmp");
        try (var resorting = new Resorting(dropped, runs, findings, resortingWeight)) {
            var streams = new ArrayList<SeriesStream>();
            for (int i = 0; i < inputs.size(); i++) {
                var stream = new IndexStream(inputs.get(i), symbols.map(i), findings);
                streams.addAll(dropped.isEmpty() ? List.of(stream) : resorting.apply(stream));
            }
            new SeriesMerge(streams, outputs, findings).run();
        }
    }

    /// Publishes all outputs or none. Were the process to die in between, the inputs must still count: who finds a block deletes its parents, so
    /// only a single output names them.
    private static List<BlockMeta> publish(List<OutputBlock> outputs, List<BlockMeta> inputs, Path dataDirectory,
            CompactionOptions options) throws IOException {
        var lineage = MergedLineage.of(inputs);
        if (outputs.size() > 1) {
            lineage = lineage.withoutParents();
        }
        var published = new ArrayList<BlockMeta>();
        try {
            for (OutputBlock output : outputs) {
                var draft = new BlockDraft(output.range().min(), output.range().max() + 1, lineage, options.thanos());
                output.writer().finish(draft).ifPresent(published::add);
            }
            return published;
        } catch (IOException | RuntimeException e) {
            for (BlockMeta meta : published) {
                BlockFiles.delete(dataDirectory.resolve(meta.ulid().toString()));
            }
            throw e;
        }
    }

    private static void closeAll(List<OutputBlock> outputs) throws IOException {
        IOException failure = null;
        for (OutputBlock output : outputs) {
            try {
                output.writer().close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static TimeRange wholeRange(List<BlockMeta> metas) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (BlockMeta meta : metas) {
            min = Math.min(min, meta.minTime());
            max = Math.max(max, meta.maxTime());
        }
        return TimeRange.halfOpen(min, max);
    }
}
