package io.hypnos.series.dedup;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// A series whose samples are those of several replicas, made into one when they are read.
final class DedupSeries implements Series {

    /// Of an object that says where a chunk is.
    private static final int BYTES_PER_CHUNK = 64;

    private final Labels labels;
    /// Chunks of each replica, ascending and without overlaps.
    private final List<List<SeriesChunk>> replicas;
    private final DedupOptions options;
    private final SamplesPool pool;
    /// Whether samples are read as running totals of a counter: where some of them are, all must be.
    private final boolean totals;

    DedupSeries(Labels labels, List<List<SeriesChunk>> replicas, DedupOptions options, SamplesPool pool) {
        this.labels = labels;
        this.replicas = replicas;
        this.options = options;
        this.pool = pool;
        totals = options.aggregate() == AggregateChoice.COUNTER && isDownsampled(replicas);
    }

    private static boolean isDownsampled(List<List<SeriesChunk>> replicas) {
        for (List<SeriesChunk> chunks : replicas) {
            for (SeriesChunk chunk : chunks) {
                if (chunk instanceof AggregateChunk) {
                    return true;
                }
            }
        }
        return false;
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

    @Override
    public long heldBytes() {
        long bytes = labels.packed().length;
        for (List<SeriesChunk> chunks : replicas) {
            for (SeriesChunk chunk : chunks) {
                bytes += BYTES_PER_CHUNK + dataBytes(chunk);
            }
        }
        return bytes;
    }

    private static long dataBytes(SeriesChunk chunk) {
        return switch (chunk) {
            case Chunk plain -> plain.length();
            case AggregateChunk aggregates -> {
                long bytes = 0;
                for (Aggregate aggregate : Aggregate.values()) {
                    Chunk part = aggregates.part(aggregate);
                    bytes += part == null ? 0 : BYTES_PER_CHUNK + part.length();
                }
                yield bytes;
            }
        };
    }

    private ReplicaReader reader(int replica, Samples samples) {
        return new ReplicaReader(replicas.get(replica), options.aggregate(), totals, options.range(), samples);
    }

    private void mergeByPenalty(Samples into, SamplesPool.Loan loan) {
        reader(0, into).readAll();
        Samples scratch = loan.take();
        Samples merged = loan.take();
        CounterOffsets.Kind counter = counter();
        int divergences = 0;
        for (int i = 1; i < replicas.size(); i++) {
            if (PenaltyMerge.merge(into, reader(i, scratch), counter, merged)) {
                into.swap(merged);
                divergences++;
            }
        }
        if (divergences > 1 && counter == CounterOffsets.Kind.TOTALS) {
            NestedPenalty.merge(readAll(loan), into);
        }
    }

    private CounterOffsets.Kind counter() {
        if (!options.isCounter()) {
            return CounterOffsets.Kind.NONE;
        }
        return totals ? CounterOffsets.Kind.TOTALS : CounterOffsets.Kind.RAW;
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
