package io.hypnos.receive.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.service.storeapi.ListedSeriesSet;

/// A set that ends with a warning where its source fails, so that others are not taken down with it.
final class ForgivingSeriesSet implements ChunkSeriesSet {

    private final String name;
    private final ChunkSeriesSet source;
    private final List<String> failures = new ArrayList<>();

    /// @param name what a warning calls the source
    ForgivingSeriesSet(String name, Supplier<ChunkSeriesSet> open) {
        this.name = name;
        ChunkSeriesSet opened;
        try {
            opened = open.get();
        } catch (StorageException e) {
            opened = new ListedSeriesSet(List.of(), List.of());
            fail(e);
        }
        this.source = opened;
    }

    private void fail(StorageException e) {
        failures.add(name + ": " + e.getMessage());
    }

    @Override
    public boolean next() {
        if (!failures.isEmpty()) {
            return false;
        }
        try {
            return source.next();
        } catch (StorageException e) {
            fail(e);
            return false;
        }
    }

    @Override
    public ChunkSeries series() {
        return source.series();
    }

    @Override
    public List<String> warnings() {
        var all = new ArrayList<>(source.warnings());
        all.addAll(failures);
        return all;
    }

    @Override
    public void close() {
        source.close();
    }
}
