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
        boolean totals = options.aggregate() == AggregateChoice.COUNTER && isDownsampled();
        if (replicas.size() == 1) {
            reader(0, totals, into).readAll();
        } else if (replicas.size() > 1) {
            try (SamplesPool.Loan loan = pool.loan()) {
                switch (options.mode()) {
                    case PENALTY -> mergeByPenalty(into, totals, loan);
                    case CHAIN, OFF -> ChainMerge.merge(readAll(totals, loan), into);
                }
            }
        }
    }

    private boolean isDownsampled() {
        return replicas.stream().anyMatch(chunks -> chunks.stream().anyMatch(AggregateChunk.class::isInstance));
    }

    private ReplicaReader reader(int replica, boolean totals, Samples samples) {
        return new ReplicaReader(replicas.get(replica), options.aggregate(), totals, options.range(), samples);
    }

    /// As long as no change of replica tells otherwise, counters that were never downsampled are what was scraped: `resets` and the start of a counter
    /// are seen as they were. Over a change of replica only totals can be joined.
    private void mergeByPenalty(Samples into, boolean totals, SamplesPool.Loan loan) {
        boolean joined = options.aggregate() == AggregateChoice.COUNTER;
        if (joined && !totals && !foldByPenalty(into, false, loan)) {
            return;
        }
        boolean unused = foldByPenalty(into, joined, loan);
    }

    /// Returns whether anything was taken from a replica that is not the first.
    private boolean foldByPenalty(Samples into, boolean totals, SamplesPool.Loan loan) {
        reader(0, totals, into).readAll();
        Samples scratch = loan.take();
        Samples merged = loan.take();
        int divergences = 0;
        for (int i = 1; i < replicas.size(); i++) {
            if (PenaltyMerge.merge(into, reader(i, totals, scratch), options.isCounter(), merged)) {
                into.swap(merged);
                divergences++;
            }
        }
        if (divergences > 1 && options.isCounter()) {
            NestedPenalty.merge(readAll(totals, loan), into);
        }
        return divergences > 0;
    }

    private List<Samples> readAll(boolean totals, SamplesPool.Loan loan) {
        List<Samples> all = new ArrayList<>(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Samples samples = loan.take();
            reader(i, totals, samples).readAll();
            all.add(samples);
        }
        return all;
    }
}
