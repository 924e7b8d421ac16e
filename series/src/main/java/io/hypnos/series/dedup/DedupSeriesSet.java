package io.hypnos.series.dedup;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.merge.ChunkOrder;

/// Series for the query engine out of sorted chunk series: consecutive ones with the same labels, from which replica labels have been removed
/// before, become one. Nothing is decoded until a series is read.
public final class DedupSeriesSet implements SeriesSet {

    private final ChunkSeriesSet set;
    private final DedupOptions options;
    private final SamplesPool pool = new SamplesPool();
    private @Nullable ChunkSeries peeked;
    private boolean started;
    private @Nullable Series current;

    /// @param set owned by this from then on
    public DedupSeriesSet(ChunkSeriesSet set, DedupOptions options) {
        this.set = set;
        this.options = options;
    }

    @Override
    public boolean next() {
        if (!started) {
            started = true;
            peek();
        }
        ChunkSeries first = peeked;
        if (first == null) {
            current = null;
            return false;
        }
        Labels labels = first.labels();
        List<List<SeriesChunk>> lists = new ArrayList<>();
        lists.add(first.chunks());
        peek();
        while (peeked != null && peeked.labels().equals(labels)) {
            lists.add(peeked.chunks());
            peek();
        }
        current = new DedupSeries(labels, replicas(lists), options, pool);
        return true;
    }

    private void peek() {
        peeked = set.next() ? set.series() : null;
    }

    private List<List<SeriesChunk>> replicas(List<List<SeriesChunk>> lists) {
        List<List<SeriesChunk>> replicas = new ArrayList<>();
        switch (options.mode()) {
            case OFF -> {
                List<SeriesChunk> all = new ArrayList<>();
                lists.forEach(all::addAll);
                replicas.add(ChunkOrder.sorted(all));
            }
            case PENALTY, CHAIN -> {
                for (List<SeriesChunk> list : lists) {
                    replicas.addAll(OverlapSplit.split(ChunkOrder.sorted(list)));
                }
            }
        }
        return replicas;
    }

    @Override
    public Series series() {
        if (current == null) {
            throw new IllegalStateException("not on a series");
        }
        return current;
    }

    @Override
    public List<String> warnings() {
        return set.warnings();
    }

    @Override
    public void close() {
        set.close();
    }
}
