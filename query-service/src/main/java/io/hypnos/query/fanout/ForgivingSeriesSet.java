package io.hypnos.query.fanout;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.StoreException;

/// One store's part of an answer. Where a partial answer will do, a failing store ends its part early and leaves a warning; where it will
/// not, the failure and any warning of the store end the whole.
final class ForgivingSeriesSet implements ChunkSeriesSet {

    private final String store;
    private final ChunkSeriesSet source;
    private final PartialResponse partialResponse;
    private final StoreSetMetrics metrics;
    private @Nullable String failure;
    private boolean hadSeries;

    ForgivingSeriesSet(String store, ChunkSeriesSet source, PartialResponse partialResponse, StoreSetMetrics metrics) {
        this.store = store;
        this.source = source;
        this.partialResponse = partialResponse;
        this.metrics = metrics;
    }

    @Override
    public boolean next() {
        if (failure != null) {
            return false;
        }
        try {
            if (source.next()) {
                hadSeries = true;
                return true;
            }
            if (!hadSeries) {
                metrics.emptyAnswer();
            }
        } catch (StorageException e) {
            String text = "receive series from " + store + ": " + e.getMessage();
            switch (partialResponse) {
                case WARN -> failure = text;
                case ABORT -> throw new StoreException(StoreException.Reason.ABORTED, text, e);
            }
        }
        if (partialResponse == PartialResponse.ABORT && !source.warnings().isEmpty()) {
            throw new StoreException(StoreException.Reason.ABORTED, source.warnings().getFirst());
        }
        return false;
    }

    @Override
    public ChunkSeries series() {
        return source.series();
    }

    @Override
    public List<String> warnings() {
        var warnings = new ArrayList<>(source.warnings());
        if (failure != null) {
            warnings.add(failure);
        }
        return warnings;
    }

    @Override
    public void close() {
        source.close();
    }
}
