package io.hypnos.tsdb.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.block.ChunkFilter;
import io.hypnos.tsdb.block.Intervals;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// Writes a range of the head into a block. Chunks are copied as they are, but for those that reach over an end of the range; texts are compared
/// once per distinct label, after which everything is numbers.
///
/// Takes the lock of a shard for one series at a time, so that writing goes on meanwhile.
final class HeadCut {

    private final HeadState state;
    private final HeadReader reader;
    private final ReadLeases.Lease lease;
    private final TimeRange range;
    private final StepListener steps;
    private final PendingChunks pending = new PendingChunks();

    /// @param range what the block is to have; nothing in it may change any more
    HeadCut(HeadState state, HeadReader reader, ReadLeases.Lease lease, TimeRange range, StepListener steps) {
        this.state = state;
        this.reader = reader;
        this.lease = lease;
        this.range = range;
        this.steps = steps;
    }

    /// Writes the block; none when the range has no samples.
    Optional<BlockMeta> write(Path directory, Ulid ulid, BlockDraft draft) throws IOException {
        var order = new SeriesOrder(state.index(), seriesInRange());
        if (order.size() == 0) {
            return Optional.empty();
        }
        try (BlockWriter writer = BlockWriter.create(directory, ulid)) {
            int[] ranks = writeSymbols(order, writer);
            writeSeries(order, ranks, writer);
            return writer.finish(draft);
        }
    }

    private int[] seriesInRange() {
        int[] slots = state.index().all().toArray();
        int count = 0;
        for (int slot : slots) {
            pending.clear();
            reader.collect(slot, lease.snapshot(), false, pending);
            if (!pending.isEmpty()) {
                slots[count++] = slot;
            }
        }
        return Arrays.copyOf(slots, count);
    }

    /// Writes all names and values in ascending order, each once, and returns the ranks of name and value of each distinct pair in turn.
    private int[] writeSymbols(SeriesOrder order, BlockWriter writer) throws IOException {
        LabelPairs pairs = state.index().pairs();
        int[] distinct = order.distinctPairs();
        var texts = new HeadTexts(pairs, distinct);
        int[] ranks = new int[2 * distinct.length];
        byte[] last = new byte[0];
        int rank = -1;
        for (int text : texts.sorted()) {
            byte[] bytes = texts.bytes(text);
            if (rank < 0 || !Arrays.equals(bytes, last)) {
                rank = writer.symbol(bytes, 0, bytes.length);
                last = bytes;
            }
            texts.setRank(text, rank, ranks);
        }
        return ranks;
    }

    private void writeSeries(SeriesOrder order, int[] ranks, BlockWriter writer) throws IOException {
        var filter = new ChunkFilter(range, Intervals.NONE);
        int[] labels = new int[16];
        for (int place = 0; place < order.size(); place++) {
            int count = order.labelCount(place);
            if (labels.length < 2 * count) {
                labels = new int[4 * count];
            }
            for (int i = 0; i < count; i++) {
                int pair = order.pairIndex(place, i);
                labels[2 * i] = ranks[2 * pair];
                labels[2 * i + 1] = ranks[2 * pair + 1];
            }
            pending.clear();
            reader.collect(order.slot(place), lease.snapshot(), true, pending);
            for (SeriesChunk chunk : chunks(filter)) {
                writer.chunk(chunk);
            }
            writer.series(labels, count);
            steps.passed(Step.BLOCK_SERIES_WRITTEN);
        }
    }

    private List<SeriesChunk> chunks(ChunkFilter filter) {
        List<SeriesChunk> loaded = pending.load(state.files());
        boolean whole = true;
        boolean apart = true;
        long last = Long.MIN_VALUE;
        for (SeriesChunk chunk : loaded) {
            whole &= filter.keepsAll(chunk.minTime(), chunk.maxTime());
            apart &= last == Long.MIN_VALUE || chunk.minTime() > last;
            last = chunk.maxTime();
        }
        if (whole && apart) {
            return loaded;
        }
        return apart
                ? loaded.stream().flatMap(chunk -> filter.apply(chunk).stream()).toList()
                : ChunkUnion.of(loaded, range);
    }
}
