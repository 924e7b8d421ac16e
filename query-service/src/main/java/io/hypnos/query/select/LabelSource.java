package io.hypnos.query.select;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.hypnos.query.fanout.ProxySeriesStore;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;

/// What labels there are, over all stores. A selector is one list of matchers; several are alternatives, none means all series.
public final class LabelSource {

    private static final int BYTES_PER_SERIES = 120;

    private final ProxySeriesStore stores;

    public LabelSource(ProxySeriesStore stores) {
        this.stores = stores;
    }

    public LabelsResult names(List<List<Matcher>> selectors, AnswerOptions options, TimeRange range, int limit,
            QueryContext context) {
        return union(selectors, options, range, limit,
                request -> stores.with(options.stores()).labelNames(request, context));
    }

    public LabelsResult values(String name, List<List<Matcher>> selectors, AnswerOptions options, TimeRange range,
            int limit, QueryContext context) {
        return union(selectors, options, range, limit,
                request -> stores.with(options.stores()).labelValues(name, request, context));
    }

    /// Gives the label set of every series of one selector to `consumer`, and returns the warnings.
    public List<String> series(List<Matcher> selector, AnswerOptions options, TimeRange range, int limit,
            QueryContext context,
            Consumer<Labels> consumer) {
        var selection = new Selection(range, with(selector, options.enforced()), options.replicaLabels());
        var request = new SeriesRequest(selection, SeriesRequest.ChunkRequest.LABELS_ONLY, SelectHints.of(range),
                options.shard(),
                options.partialResponse(), limit);
        try (ChunkSeriesSet set = stores.with(options.stores()).series(request, context)) {
            int found = 0;
            while ((limit == 0 || found < limit) && set.next()) {
                context.check();
                Labels labels = set.series().labels();
                context.reserve(BYTES_PER_SERIES + labels.packed().length);
                consumer.accept(labels);
                found++;
            }
            return set.warnings();
        }
    }

    private interface Ask {
        LabelsResult about(LabelsRequest request);
    }

    private static LabelsResult union(List<List<Matcher>> selectors, AnswerOptions options, TimeRange range, int limit,
            Ask ask) {
        List<List<Matcher>> alternatives = selectors.isEmpty() ? List.of(List.of()) : selectors;
        var results = new ArrayList<LabelsResult>();
        for (List<Matcher> selector : alternatives) {
            var selection = new Selection(range, with(selector, options.enforced()), options.replicaLabels());
            results.add(ask.about(new LabelsRequest(selection, options.partialResponse(), limit)));
        }
        if (results.size() == 1) {
            return results.getFirst();
        }
        var texts = new ArrayList<String>();
        Set<String> warnings = new LinkedHashSet<>();
        for (LabelsResult result : results) {
            texts.addAll(result.texts());
            warnings.addAll(result.warnings());
        }
        return new LabelsResult(TextOrder.sorted(texts), List.copyOf(warnings));
    }

    private static List<Matcher> with(List<Matcher> selector, List<Matcher> enforced) {
        var all = new ArrayList<>(selector);
        all.addAll(enforced);
        return all;
    }
}
