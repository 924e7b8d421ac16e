package io.hypnos.series.dedup;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// A series whose samples are those of several replicas, made into one when they are read.
final class DedupSeries implements Series {

    private final Labels labels;
    /// Chunks of each replica, ascending and without overlaps.
    private final List<List<SeriesChunk>> replicas;
    private final DedupOptions options;
    private final SamplesPool pool;

    DedupSeries(Labels labels, List<List<SeriesChunk>> replicas, DedupOptions options, SamplesPool pool) {
        this.labels = labels;
        this.replicas = replicas;
        this.options = options;
        this.pool = pool;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public void readInto(Samples into) {
        into.clear();
        if (replicas.size() == 1) {
            reader(0, into).readAll();
        } else if (replicas.size() > 1) {
            try (SamplesPool.Loan loan = pool.loan()) {
                switch (options.mode()) {
                    case PENALTY -> mergeByPenalty(into, loan);
                    case CHAIN, OFF -> ChainMerge.merge(readAll(loan), into);
                }
            }
        }
    }

    private ReplicaReader reader(int replica, Samples samples) {
        return new ReplicaReader(replicas.get(replica), options.aggregate(), runsTotals(), options.range(), samples);
    }

    /// Whether counters become running totals: where they are aggregates, and where samples of replicas that began at different times, or
    /// have seen different resets, alternate. All other samples stay what they are, so that functions see resets and NaN, and round as they
    /// would with one replica.
    private boolean runsTotals() {
        if (options.aggregate() != AggregateChoice.COUNTER) {
            return false;
        }
        boolean alternates = replicas.size() > 1 && options.mode() == DedupMode.PENALTY && !options.countsResets();
        return alternates || hasAggregates();
    }

    private boolean hasAggregates() {
        for (List<SeriesChunk> chunks : replicas) {
            for (SeriesChunk chunk : chunks) {
                if (chunk instanceof AggregateChunk) {
                    return true;
                }
            }
        }
        return false;
    }

    private void mergeByPenalty(Samples into, SamplesPool.Loan loan) {
        reader(0, into).readAll();
        Samples scratch = loan.take();
        Samples merged = loan.take();
        int divergences = 0;
        for (int i = 1; i < replicas.size(); i++) {
            if (PenaltyMerge.merge(into, reader(i, scratch), options.isCounter(), merged)) {
                into.swap(merged);
                divergences++;
            }
        }
        if (divergences > 1 && options.isCounter()) {
            NestedPenalty.merge(readAll(loan), into);
        }
    }

    private List<Samples> readAll(SamplesPool.Loan loan) {
        List<Samples> all = new ArrayList<>(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Samples samples = loan.take();
            reader(i, samples).readAll();
            all.add(samples);
        }
        return all;
    }
}
