package io.hypnos.series.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;

/// The order in which StoreAPI servers give the chunks of a series: by first time, last time, then part by part, with a plain chunk before
/// aggregates, a part before its absence, a lower encoding before a higher, larger bytes before smaller ones.
public final class ChunkOrder implements Comparator<SeriesChunk> {

    private static final ChunkOrder ORDER = new ChunkOrder();
    private static final Aggregate[] AGGREGATES = Aggregate.values();

    private ChunkOrder() {}

    public static List<SeriesChunk> sorted(List<SeriesChunk> chunks) {
        if (isSorted(chunks)) {
            return chunks;
        }
        List<SeriesChunk> sorted = new ArrayList<>(chunks);
        sorted.sort(ORDER);
        return sorted;
    }

    private static boolean isSorted(List<SeriesChunk> chunks) {
        for (int i = 1; i < chunks.size(); i++) {
            if (ORDER.compare(chunks.get(i - 1), chunks.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /// Leaves out chunks whose parts all have the bytes of an earlier one's. Chunks with the same bytes have the same first time.
    public static List<SeriesChunk> sortedWithoutDuplicates(List<SeriesChunk> chunks) {
        List<SeriesChunk> sorted = sorted(chunks);
        List<SeriesChunk> kept = new ArrayList<>(sorted.size());
        for (SeriesChunk chunk : sorted) {
            boolean known = false;
            for (int i = kept.size() - 1; i >= 0 && !known && kept.get(i).minTime() == chunk.minTime(); i--) {
                known = hasSameBytes(kept.get(i), chunk);
            }
            if (!known) {
                kept.add(chunk);
            }
        }
        return kept;
    }

    private static boolean hasSameBytes(SeriesChunk a, SeriesChunk b) {
        if (comparePart(raw(a), raw(b)) != 0) {
            return false;
        }
        for (Aggregate aggregate : AGGREGATES) {
            if (comparePart(part(a, aggregate), part(b, aggregate)) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compare(SeriesChunk a, SeriesChunk b) {
        if (a.minTime() != b.minTime()) {
            return Long.compare(a.minTime(), b.minTime());
        }
        if (a.maxTime() != b.maxTime()) {
            return Long.compare(a.maxTime(), b.maxTime());
        }
        int order = comparePart(raw(a), raw(b));
        for (int i = 0; i < AGGREGATES.length && order == 0; i++) {
            order = comparePart(part(a, AGGREGATES[i]), part(b, AGGREGATES[i]));
        }
        return order;
    }

    private static @Nullable Chunk raw(SeriesChunk chunk) {
        return chunk instanceof Chunk plain ? plain : null;
    }

    private static @Nullable Chunk part(SeriesChunk chunk, Aggregate aggregate) {
        return chunk instanceof AggregateChunk aggregates ? aggregates.part(aggregate) : null;
    }

    private static int comparePart(@Nullable Chunk a, @Nullable Chunk b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        if (a.encoding() != b.encoding()) {
            return Integer.compare(a.encoding().id(), b.encoding().id());
        }
        return Arrays.compareUnsigned(b.data(), b.offset(), b.offset() + b.length(), a.data(), a.offset(),
                a.offset() + a.length());
    }
}
