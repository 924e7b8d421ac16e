package io.hypnos.service.storeapi;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;

/// A source of series: what stands behind one `thanos.Store` service, local or remote. Safe for use by many threads.
public interface SeriesStore {

    /// What the store has, as it announces itself to queriers. Cheap.
    StoreInfo info();

    /// The series that match, sorted by their labels after external labels were merged in and the unwanted labels removed.
    ///
    /// @throws StoreException        when the selection fails as a whole
    /// @throws io.hypnos.series.QueryAbortedException when the context ends first
    ChunkSeriesSet series(SeriesRequest request, QueryContext context);

    /// The names of the labels of the matching series, ascending and unique.
    LabelsResult labelNames(LabelsRequest request, QueryContext context);

    /// The values of `label` among the matching series, ascending and unique.
    LabelsResult labelValues(String label, LabelsRequest request, QueryContext context);
}
