package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;

/// The series of another set that belong to one shard.
public final class ShardedSeriesSet implements ChunkSeriesSet {

    private final ChunkSeriesSet source;
    private final ShardFilter filter;

    /// @param source closed with this set
    public ShardedSeriesSet(ChunkSeriesSet source, Shard shard) {
        this.source = source;
        this.filter = new ShardFilter(shard);
    }

    @Override
    public boolean next() {
        while (source.next()) {
            if (filter.accepts(source.series().labels())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ChunkSeries series() {
        return source.series();
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
