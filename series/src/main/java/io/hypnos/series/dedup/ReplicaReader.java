package io.hypnos.series.dedup;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.Samples;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;

/// The samples of one replica's chunks, decoded chunk by chunk as they are asked for: those inside of the range, in strictly ascending time.
/// Where chunks overlap the earlier one wins.
final class ReplicaReader {

    private final List<SeriesChunk> chunks;
    private final AggregateChoice choice;
    private final TimeRange range;
    private final @Nullable CounterTotal counter;
    private final Samples samples;
    /// The end of the last chunk that may have samples in the range.
    private final long end;
    private int nextChunk;
    private boolean any;
    private long lastTime;

    /// @param chunks  ascending by first time
    /// @param totals  whether a counter's samples become running totals; without it all chunks must be plain
    /// @param samples where to; cleared
    ReplicaReader(List<SeriesChunk> chunks, AggregateChoice choice, boolean totals, TimeRange range, Samples samples) {
        this.chunks = chunks;
        this.choice = choice;
        this.range = range;
        this.samples = samples;
        counter = totals ? new CounterTotal() : null;
        long latest = Long.MIN_VALUE;
        for (SeriesChunk chunk : chunks) {
            latest = Math.max(latest, chunk.maxTime());
        }
        end = Math.min(latest, range.max());
        samples.clear();
    }

    /// What has been decoded so far.
    Samples samples() {
        return samples;
    }

    void readAll() {
        while (decodeNext(Long.MIN_VALUE)) {
            // All of them.
        }
    }

    /// The index of the first sample from index `from` on whose time is at least `t`, or the number of samples when there is none. Chunks that
    /// end before are not decoded, unless a running total needs them; their samples are never seen then.
    int seek(int from, long t) {
        int i = from;
        while (true) {
            int size = samples.size();
            long[] times = samples.times();
            while (i < size && times[i] < t) {
                i++;
            }
            if (i < size || t > end || !decodeNext(t)) {
                return i;
            }
        }
    }

    /// Looks back from what has been decoded last, also into chunks that were passed over.
    ///
    /// @return whether the search has come to its end
    boolean lookBack(FallSearch search) {
        var past = new Samples();
        for (int i = nextChunk - 1; i >= 0; i--) {
            past.clear();
            if (chunks.get(i) instanceof Chunk plain) {
                ChunkDecoder.decode(plain, past);
                past.trim(0, range);
            }
            if (search.lookBack(past, past.size())) {
                return true;
            }
        }
        return false;
    }

    private boolean decodeNext(long from) {
        while (nextChunk < chunks.size()) {
            SeriesChunk chunk = chunks.get(nextChunk++);
            if (chunk.minTime() > range.max() && !mayBeginEarlier(chunk)) {
                nextChunk = chunks.size();
                return false;
            }
            if (counter != null || chunk.maxTime() >= Math.max(from, range.min())) {
                decode(chunk);
                return true;
            }
        }
        return false;
    }

    /// The first sample of a counter's aggregate stands before its first window.
    private boolean mayBeginEarlier(SeriesChunk chunk) {
        return counter != null && chunk instanceof AggregateChunk;
    }

    private void decode(SeriesChunk chunk) {
        int from = samples.size();
        switch (chunk) {
            case Chunk plain -> ChunkDecoder.decode(plain, samples);
            case AggregateChunk aggregates -> decode(aggregates);
        }
        if (counter != null) {
            counter.apply(samples, from);
        } else {
            ascend(from);
        }
        samples.trim(from, range);
    }

    private void decode(AggregateChunk chunk) {
        switch (choice) {
            case COUNT -> ChunkDecoder.decode(part(chunk, Aggregate.COUNT), samples);
            case SUM -> ChunkDecoder.decode(part(chunk, Aggregate.SUM), samples);
            case MIN -> ChunkDecoder.decode(part(chunk, Aggregate.MIN), samples);
            case MAX -> ChunkDecoder.decode(part(chunk, Aggregate.MAX), samples);
            case COUNTER -> ChunkDecoder.decode(part(chunk, Aggregate.COUNTER), samples);
            case AVERAGE -> AverageDecoder.decode(part(chunk, Aggregate.SUM), part(chunk, Aggregate.COUNT), samples);
        }
    }

    private static Chunk part(AggregateChunk chunk, Aggregate aggregate) {
        Chunk part = chunk.part(aggregate);
        if (part == null) {
            throw new StorageException("chunk from " + chunk.minTime() + " to " + chunk.maxTime() + " has no "
                    + aggregate);
        }
        return part;
    }

    /// Leaves out what does not go forward in time.
    private void ascend(int from) {
        long[] times = samples.times();
        int size = samples.size();
        int i = from;
        long last = lastTime;
        while (i < size && (!any || times[i] > last)) {
            last = times[i++];
            any = true;
        }
        int kept = i;
        for (; i < size; i++) {
            if (times[i] > last) {
                last = times[i];
                samples.move(i, kept++);
            }
        }
        samples.truncate(kept);
        lastTime = last;
    }
}
