package io.hypnos.query.fanout;

import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.StoreInfo;

/// Which stores a request is for.
///
/// @param storeMatchers sets of matchers on `__address__`, of which one must accept a store's address; none accepts all
public record StoreFilter(List<List<Matcher>> storeMatchers) {

    /// Every store that may have something.
    public static final StoreFilter ALL = new StoreFilter(List.of());

    private static final String ADDRESS = "__address__";

    public StoreFilter {
        storeMatchers = List.copyOf(storeMatchers);
    }

    /// Whether a store may have series of the selection and is one of those meant.
    boolean accepts(String address, StoreInfo info, Selection selection) {
        return overlaps(info.range(), selection.range()) && acceptsAddress(address) && mayMatch(info, selection);
    }

    private boolean acceptsAddress(String address) {
        if (storeMatchers.isEmpty()) {
            return true;
        }
        Labels labels = Labels.of(ADDRESS, address);
        return storeMatchers.stream()
                .anyMatch(matchers -> matchers.stream().filter(matcher -> matcher.name().equals(ADDRESS))
                        .allMatch(matcher -> matcher.matches(labels)));
    }

    /// A store that announces no labels may have anything. Of one that does, a stream must both carry fitting labels and reach into the time.
    private static boolean mayMatch(StoreInfo info, Selection selection) {
        return info.tsdbs().isEmpty() || info.tsdbs().stream()
                .anyMatch(tsdb -> overlaps(tsdb.range(), selection.range())
                        && ExternalLabels.mayMatch(tsdb.labels(), selection.matchers()));
    }

    private static boolean overlaps(TimeRange offered, TimeRange wanted) {
        return offered.overlaps(wanted);
    }
}
