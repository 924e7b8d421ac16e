package io.hypnos.tsdb.compact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockFiles;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.block.UlidGenerator;

/// One merge, from the opened inputs to the published outputs. Closing it removes what was not published.
final class MergeRun implements Closeable {

    private final List<CompactionInput> inputs = new ArrayList<>();
    private final List<OutputBlock> outputs = new ArrayList<>();
    private final Path dataDirectory;
    private final CompactionOptions options;
    private final Findings findings;

    MergeRun(Path dataDirectory, CompactionOptions options, Findings findings) {
        this.dataDirectory = dataDirectory;
        this.options = options;
        this.findings = findings;
    }

    /// Reads and checks the tables of the inputs, and begins the outputs.
    void open(List<BlockContents> contents, UlidGenerator ulids) throws IOException {
        for (BlockContents block : contents) {
            inputs.add(new CompactionInput(block));
        }
        for (TimeRange range : options.outputs().isEmpty() ? List.of(wholeRange(contents)) : options.outputs()) {
            Ulid ulid = ulids.next();
            var writer = BlockWriter.create(dataDirectory, ulid, options.segmentSize());
            outputs.add(new OutputBlock(ulid, range, writer, new ChunkMerge(writer, range, options.overlaps())));
        }
    }

    private static TimeRange wholeRange(List<BlockContents> contents) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (BlockContents block : contents) {
            min = Math.min(min, block.meta().minTime());
            max = Math.max(max, block.meta().maxTime());
        }
        return TimeRange.halfOpen(min, max);
    }

    /// Writes symbols and series of the outputs.
    ///
    /// @param runs            directory for series that must be sorted anew
    /// @param resortingWeight how many ints of these may be in memory
    void merge(Path runs, int resortingWeight) throws IOException {
        var symbols = SymbolMerge.write(inputs.stream().map(CompactionInput::index).toList(),
                outputs.stream().map(OutputBlock::writer).toList(), options.droppedLabels());
        var dropped = symbols.ranksOfWanted();
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
    List<BlockMeta> publish(Function<Ulid, BlockLineage> lineage) throws IOException {
        var published = new ArrayList<BlockMeta>();
        try {
            for (OutputBlock output : outputs) {
                BlockLineage own = lineage.apply(output.ulid());
                var draft = new BlockDraft(output.range().min(), output.range().max() + 1,
                        outputs.size() == 1 ? own : own.withoutParents(), options.thanos());
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

    @Override
    public void close() throws IOException {
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
}
