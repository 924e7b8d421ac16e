package io.hypnos.query.select;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.query.fanout.ProxySeriesStore;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.dedup.AggregateChoice;
import io.hypnos.series.dedup.DedupMode;
import io.hypnos.series.dedup.DedupOptions;
import io.hypnos.series.dedup.DedupSeriesSet;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;

/// The engine's source of series for one query: asks the stores for what a selector needs, and makes one series of its replicas.
public final class FanoutQuerier implements SeriesQuerier {

    private final ProxySeriesStore stores;
    private final DedupMode dedupMode;
    private final AnswerOptions options;
    private final SourceResolution resolution;

    private FanoutQuerier(ProxySeriesStore stores, DedupMode dedupMode, AnswerOptions options,
            SourceResolution resolution) {
        this.stores = stores;
        this.dedupMode = dedupMode;
        this.options = options;
        this.resolution = resolution;
    }

    /// Makes queriers for requests.
    ///
    /// @param dedupMode how replicas become one series where a request wants that
    public record Factory(ProxySeriesStore stores, DedupMode dedupMode) {

        public FanoutQuerier create(AnswerOptions options, SourceResolution resolution) {
            DedupMode mode = options.replicaLabels().isEmpty() ? DedupMode.OFF : dedupMode;
            return new FanoutQuerier(stores.with(options.stores()), mode, options, resolution);
        }
    }

    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context) {
        var all = new ArrayList<>(matchers);
        all.addAll(options.enforced());
        var chunks = new SeriesRequest.ChunkRequest(false, resolution.forSelector(hints),
                AggregateChoice.of(hints.function()).aggregates());
        var request = new SeriesRequest(new Selection(hints.range(), all, options.replicaLabels()), chunks, hints,
                options.shard(),
                options.partialResponse(), hints.limit());
        return new DedupSeriesSet(stores.series(request, context),
                new DedupOptions(dedupMode, hints.range(), hints.function()));
    }
}
