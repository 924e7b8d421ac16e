package io.hypnos.service.storeapi;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.labels.Labels;

/// The series of a stream of blocks as queriers see them: with its external labels, without unwanted ones, in the order that they have then.
///
/// Adding the same labels to all series changes their order only where one label set is the beginning of another: `{a="1"}` comes before
/// `{a="1", b="2"}`, but `{a="1", x="e"}` after `{a="1", b="2", x="e"}`. So a series is held back while those that follow begin with its
/// labels; that is rarely more than one. Where stored labels are removed or overwritten everything has to be sorted.
public final class LabelledSeriesSet implements ChunkSeriesSet {

    private final ChunkSeriesSet source;
    private final Labels external;
    private final QueryContext context;
    private final PriorityQueue<Held> held = new PriorityQueue<>(
            Comparator.comparing(series -> series.changed().labels()));
    private final ArrayDeque<ChunkSeries> ready = new ArrayDeque<>();
    private boolean exhausted;
    private @Nullable ChunkSeries current;

    /// A series that is held back.
    private record Held(Labels stored, ChunkSeries changed) {

        /// Whether this may have to come after series that follow `next`.
        boolean isBeginningOf(Labels next) {
            byte[] mine = stored.packed();
            int mismatch = Arrays.mismatch(mine, next.packed());
            return mismatch < 0 || mismatch == mine.length;
        }
    }

    private LabelledSeriesSet(ChunkSeriesSet source, Labels external, QueryContext context) {
        this.source = source;
        this.external = external;
        this.context = context;
    }

    /// @param source    sorted by stored labels; closed with the set
    /// @param external  win over stored labels of the same name
    /// @param without   names of labels to remove
    /// @param isStored  whether any series of the stream may have a stored label of this name
    /// @param context   looked at per series
    public static ChunkSeriesSet of(ChunkSeriesSet source, Labels external, List<String> without,
            Predicate<String> isStored,
            QueryContext context) {
        Labels added = external.without(without);
        boolean changesStored = without.stream().anyMatch(isStored)
                || added.toMap().keySet().stream().anyMatch(isStored);
        if (!changesStored) {
            return new LabelledSeriesSet(source, added, context);
        }
        // The order of what is added does not matter any more.
        return ResortedSeriesSet.of(source, labels -> labels.without(without).mergedWith(added), context);
    }

    @Override
    public boolean next() {
        while (ready.isEmpty() && !(exhausted && held.isEmpty())) {
            if (!exhausted && source.next()) {
                context.check();
                take(source.series());
            } else {
                exhausted = true;
                releaseUpTo(null);
            }
        }
        current = ready.poll();
        return current != null;
    }

    private void take(ChunkSeries series) {
        Labels bound = null;
        for (Held one : held) {
            if (!one.isBeginningOf(series.labels()) && (bound == null || one.changed().labels().compareTo(bound) > 0)) {
                bound = one.changed().labels();
            }
        }
        if (bound != null) {
            releaseUpTo(bound);
        }
        ChunkSeries changed = external.isEmpty()
                ? series
                : new ChunkSeries(series.labels().mergedWith(external), series.chunks());
        held.add(new Held(series.labels(), changed));
    }

    private void releaseUpTo(@Nullable Labels bound) {
        for (Held first = held.peek(); first != null
                && (bound == null || first.changed().labels().compareTo(bound) <= 0); first = held.peek()) {
            ready.add(first.changed());
            held.remove();
        }
    }

    @Override
    public ChunkSeries series() {
        if (current == null) {
            throw new IllegalStateException("not on a series");
        }
        return current;
    }

    @Override
    public List<String> warnings() {
        return source.warnings();
    }

    @Override
    public void close() {
        source.close();
    }
}
