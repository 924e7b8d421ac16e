package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.head.HeadStatistics.Cardinality;
import io.hypnos.tsdb.head.HeadStatistics.Count;

/// Counts what is in a head. Under a lease.
final class HeadCensus {

    private final HeadState state;

    HeadCensus(HeadState state) {
        this.state = state;
    }

    HeadStatistics take(TimeRange range, int limit) {
        var byMetric = new Top(limit);
        var byPair = new Top(limit);
        var values = new Top(limit);
        var bytes = new Top(limit);
        HeadIndex index = state.index();
        LabelPairs pairs = index.pairs();
        long pairCount;
        index.readLock().lock();
        try {
            pairCount = pairs.size();
            for (LabelName name : pairs.names()) {
                boolean metric = name.toString().equals(Labels.METRIC_NAME);
                long size = 0;
                for (int i = 0; i < name.count(); i++) {
                    int pair = name.pairs()[i];
                    int series = pairs.postingCount(pair);
                    size += (long) pairs.valueLength(pair) * series;
                    if (metric) {
                        byMetric.add(series, () -> pairs.valueString(pair));
                    }
                    byPair.add(series, () -> name + "=" + pairs.valueString(pair));
                }
                values.add(name.count(), name::toString);
                bytes.add(size, name::toString);
            }
        } finally {
            index.readLock().unlock();
        }
        return new HeadStatistics(state.table().count(), pairCount, chunks(), range, state.account().bytes(),
                new Cardinality(byMetric.list(), values.list(), bytes.list(), byPair.list()));
    }

    private long chunks() {
        long chunks = 0;
        HeadShard[] shards = state.shards();
        for (int s = 0; s < shards.length; s++) {
            for (int from = s; from < state.table().limit(); from += 1024 * shards.length) {
                shards[s].lock.lock();
                try {
                    int to = Math.min(state.table().limit(), from + 1024 * shards.length);
                    for (int slot = from; slot < to; slot += shards.length) {
                        long record = state.table().address(slot);
                        if (SeriesRecord.has(record, SeriesRecord.ALIVE)) {
                            chunks += shards[s].chunkCount(slot, record);
                        }
                    }
                } finally {
                    shards[s].giveWay();
                }
            }
        }
        return chunks;
    }

    /// The largest of many counts.
    private static final class Top {

        private final int limit;
        private final PriorityQueue<Count> largest = new PriorityQueue<>(Comparator.comparingLong(Count::value));

        Top(int limit) {
            this.limit = limit;
        }

        void add(long value, Supplier<String> name) {
            if (largest.size() == limit) {
                Count smallest = largest.peek();
                if (smallest == null || smallest.value() >= value) {
                    return;
                }
                largest.poll();
            }
            largest.add(new Count(name.get(), value));
        }

        List<Count> list() {
            var list = new ArrayList<>(largest);
            list.sort(Comparator.comparingLong(Count::value).reversed().thenComparing(Count::name));
            return list;
        }
    }
}
