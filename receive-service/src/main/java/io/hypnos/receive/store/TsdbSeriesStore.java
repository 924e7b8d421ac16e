package io.hypnos.receive.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.LabelledSeriesSet;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.ListedSeriesSet;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.Shard;
import io.hypnos.service.storeapi.ShardedSeriesSet;
import io.hypnos.service.storeapi.StoreInfo;
import io.hypnos.tsdb.Tsdb;

/// One tenant of this node as a source of series, under its external labels.
public final class TsdbSeriesStore implements SeriesStore {

    private final TenantTsdb tenant;

    public TsdbSeriesStore(TenantTsdb tenant) {
        this.tenant = tenant;
    }

    @Override
    public StoreInfo info() {
        TimeRange range = range();
        return new StoreInfo(range, List.of(new StoreInfo.TsdbInfo(tenant.externalLabels(), range)));
    }

    /// From the oldest sample on, without an end: new samples come all the time.
    TimeRange range() {
        TimeRange stored = tenant.tsdb().timeRange();
        return TimeRange.closed(stored.isEmpty() ? Long.MAX_VALUE : stored.min(), Long.MAX_VALUE);
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        Selection selection = request.selection();
        Labels external = tenant.externalLabels();
        Optional<List<Matcher>> matchers = ExternalLabels.remaining(external, selection.matchers());
        if (matchers.isEmpty()) {
            return new ListedSeriesSet(List.of(), List.of());
        }
        Tsdb tsdb = tenant.tsdb();
        TimeRange range = selection.range();
        ChunkSeriesSet found = request.chunks().skip()
                ? tsdb.selectLabels(matchers.get(), range)
                : tsdb.select(matchers.get(), range);
        Set<String> names = new HashSet<>(tsdb.labelNames(List.of(), range));
        ChunkSeriesSet labelled = LabelledSeriesSet.of(found, external, selection.withoutLabels(), names::contains,
                context);
        Shard shard = request.shard();
        return shard == null ? labelled : new ShardedSeriesSet(labelled, shard);
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        Selection selection = request.selection();
        Labels external = tenant.externalLabels();
        Optional<List<Matcher>> matchers = ExternalLabels.remaining(external, selection.matchers());
        if (matchers.isEmpty()) {
            return LabelsResult.EMPTY;
        }
        context.check();
        List<String> stored = tenant.tsdb().labelNames(matchers.get(), selection.range());
        if (stored.isEmpty()) {
            return LabelsResult.EMPTY;
        }
        var names = new HashSet<>(stored);
        names.addAll(external.toMap().keySet());
        selection.withoutLabels().forEach(names::remove);
        return new LabelsResult(inByteOrder(names), List.of());
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        Selection selection = request.selection();
        Labels external = tenant.externalLabels();
        Optional<List<Matcher>> matchers = ExternalLabels.remaining(external, selection.matchers());
        if (matchers.isEmpty() || selection.withoutLabels().contains(label)) {
            return LabelsResult.EMPTY;
        }
        context.check();
        if (!external.has(label)) {
            return new LabelsResult(tenant.tsdb().labelValues(label, matchers.get(), selection.range()), List.of());
        }
        boolean any = !tenant.tsdb().labelNames(matchers.get(), selection.range()).isEmpty();
        return any ? new LabelsResult(List.of(external.get(label)), List.of()) : LabelsResult.EMPTY;
    }

    static List<String> inByteOrder(Set<String> texts) {
        var sorted = new TreeSet<>(TextOrder.BYTES);
        sorted.addAll(texts);
        return List.copyOf(sorted);
    }
}
