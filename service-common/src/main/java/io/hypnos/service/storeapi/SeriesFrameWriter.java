package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.hypnos.proto.store.SeriesResponse;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.XxHash64;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// Turns series into the messages of a Series stream, without an object of protobuf per label or chunk. Field numbers (`thanos` package):
///
///     SeriesResponse { 1 series | 2 warning | 4 SeriesBatch { 1 series } }
///     Series         { 1 label { 1 name, 2 value }*, 2 AggrChunk* }
///     AggrChunk      { 1 min, 2 max, 3 raw | 4 count, 5 sum, 6 min, 7 max, 8 counter }     each a Chunk { 1 type, 2 data, 3 xxHash64 of the data }
///
/// A series whose chunks pass a megabyte continues in further messages. A batch ends when it has the size that was asked for, or a megabyte.
/// Used by one thread.
final class SeriesFrameWriter {

    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final int SERIES = 1;
    private static final int BATCH = 4;
    private static final int LABEL = 1;
    private static final int CHUNK = 2;
    /// Field of the first aggregate in an AggrChunk; the others follow in this order.
    private static final int[] AGGREGATE_FIELDS = {4, 5, 6, 7, 8};
    private static final int RAW = 3;

    private final int batchSize;
    private final Consumer<SeriesFrame> out;
    private final FrameHead head = new FrameHead();
    /// Sizes of the messages that are being written, outer ones first, in the order in which they are needed.
    private long[] plan = new long[64];
    private int planLength;
    private int planPosition;
    private final List<Pending> batch = new ArrayList<>();
    private int batchBytes;

    /// One series, or part of one, that waits for its batch to fill.
    private record Pending(Labels labels, List<SeriesChunk> chunks, int size, long[] plan) {}

    /// @param batchSize series per message; up to 1 for messages of one
    /// @param out       takes each message; may block
    SeriesFrameWriter(int batchSize, Consumer<SeriesFrame> out) {
        this.batchSize = batchSize;
        this.out = out;
    }

    void series(ChunkSeries series) {
        int labelsSize = FrameHead.labelsSize(series.labels());
        List<SeriesChunk> chunks = series.chunks();
        int from = 0;
        do {
            planLength = 0;
            int size = labelsSize;
            int to = from;
            while (to < chunks.size() && size < MAX_FRAME_BYTES) {
                size = Math.addExact(size, FrameHead.fieldSize(plan(chunks.get(to))));
                to++;
            }
            add(new Pending(series.labels(), chunks.subList(from, to), size, Arrays.copyOf(plan, planLength)));
            from = to;
        } while (from < chunks.size());
    }

    void warning(String text) {
        flush();
        out.accept(SeriesFrame.ofMessage(SeriesResponse.newBuilder().setWarning(text).build()));
    }

    /// Sends what is left.
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        if (batchSize > 1) {
            head.field(BATCH, batchBytes);
        }
        for (Pending pending : batch) {
            write(pending);
        }
        batch.clear();
        batchBytes = 0;
        out.accept(head.take());
    }

    private void add(Pending pending) {
        batch.add(pending);
        batchBytes = Math.addExact(batchBytes, FrameHead.fieldSize(pending.size()));
        if (batch.size() >= batchSize || batchBytes >= MAX_FRAME_BYTES) {
            flush();
        }
    }

    /// Works out the sizes inside an AggrChunk, appends them to the plan and returns its size. Per chunk data: the message's size, the hash.
    private int plan(SeriesChunk chunk) {
        int slot = planLength;
        planAdd(0);
        int size = FrameHead.numberSize(chunk.minTime()) + FrameHead.numberSize(chunk.maxTime());
        size += switch (chunk) {
            case Chunk raw -> planData(raw);
            case AggregateChunk aggregates -> {
                int parts = 0;
                for (@Nullable
                Chunk part : aggregates.parts()) {
                    parts += part == null ? 0 : planData(part);
                }
                yield parts;
            }
        };
        plan[slot] = size;
        return size;
    }

    private int planData(Chunk chunk) {
        long hash = XxHash64.hash(chunk.data(), chunk.offset(), chunk.length());
        int size = FrameHead.numberSize(wireType(chunk.encoding())) + FrameHead.fieldSize(chunk.length())
                + FrameHead.numberSize(hash);
        planAdd(size);
        planAdd(hash);
        return FrameHead.fieldSize(size);
    }

    private void planAdd(long value) {
        if (planLength == plan.length) {
            plan = Arrays.copyOf(plan, planLength * 2);
        }
        plan[planLength++] = value;
    }

    private void write(Pending pending) {
        head.field(SERIES, pending.size());
        head.labels(LABEL, pending.labels());
        planPosition = 0;
        for (SeriesChunk chunk : pending.chunks()) {
            head.field(CHUNK, (int) pending.plan()[planPosition++]);
            head.number(1, chunk.minTime());
            head.number(2, chunk.maxTime());
            switch (chunk) {
                case Chunk raw -> writeData(RAW, raw, pending.plan());
                case AggregateChunk aggregates -> {
                    for (Aggregate aggregate : Aggregate.values()) {
                        Chunk part = aggregates.part(aggregate);
                        if (part != null) {
                            writeData(AGGREGATE_FIELDS[aggregate.ordinal()], part, pending.plan());
                        }
                    }
                }
            }
        }
    }

    private void writeData(int field, Chunk chunk, long[] sizes) {
        head.field(field, (int) sizes[planPosition++]);
        head.number(1, wireType(chunk.encoding()));
        head.data(2, chunk);
        head.number(3, sizes[planPosition++]);
    }

    /// Only three encodings may travel: no released Thanos reads the others.
    private static int wireType(ChunkEncoding encoding) {
        return switch (encoding) {
            case XOR, HISTOGRAM, FLOAT_HISTOGRAM -> encoding.id() - 1;
            case XOR2, HISTOGRAM_ST, FLOAT_HISTOGRAM_ST, AGGREGATE ->
                throw new StoreException(StoreException.Reason.INTERNAL,
                        "a chunk of encoding " + encoding + " cannot be sent");
        };
    }
}
