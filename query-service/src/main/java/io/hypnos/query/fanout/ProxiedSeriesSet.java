package io.hypnos.query.fanout;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.merge.ChunkSeriesMerge;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.StoreException;

/// The merged answers of several stores, and what is to be said of those that failed.
final class ProxiedSeriesSet implements ChunkSeriesSet {

    private final ChunkSeriesMerge merged;
    private final List<String> failures;
    private final PartialResponse partialResponse;

    /// @param failures of stores that could not be asked at all
    ProxiedSeriesSet(ChunkSeriesMerge merged, List<String> failures, PartialResponse partialResponse) {
        this.merged = merged;
        this.failures = failures;
        this.partialResponse = partialResponse;
    }

    @Override
    public boolean next() {
        if (merged.next()) {
            return true;
        }
        if (partialResponse == PartialResponse.ABORT && !merged.disordered().isEmpty()) {
            throw new StoreException(StoreException.Reason.ABORTED,
                    "series from " + merged.disordered() + " are not sorted by labels");
        }
        return false;
    }

    @Override
    public ChunkSeries series() {
        return merged.series();
    }

    @Override
    public List<String> warnings() {
        var warnings = new ArrayList<>(failures);
        warnings.addAll(merged.warnings());
        return warnings;
    }

    @Override
    public void close() {
        merged.close();
    }
}
