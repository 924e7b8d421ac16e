package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;

/// What a store announces: which external labels it answers for, over which time, one entry per stream of blocks.
///
/// @param range the time over which the store may have samples; empty when it has none
/// @param tsdbs the streams behind it, at most one per label set
public record StoreInfo(TimeRange range, List<TsdbInfo> tsdbs) {

    public StoreInfo {
        tsdbs = List.copyOf(tsdbs);
    }

    /// External labels and time of one stream.
    public record TsdbInfo(Labels labels, TimeRange range) {}

    /// The distinct external label sets.
    public List<Labels> labelSets() {
        return tsdbs.stream().map(TsdbInfo::labels).distinct().toList();
    }
}
