package io.hypnos.receive.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.merge.ChunkSeriesMerge;
import io.hypnos.series.merge.SeriesSource;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.StoreInfo;

/// All tenants of this node as one source of series. A tenant that cannot be read is a warning, unless all or nothing is wanted.
public final class TenantsSeriesStore implements SeriesStore {

    private static final TimeRange NEVER = TimeRange.closed(Long.MAX_VALUE, Long.MIN_VALUE);

    private final TenantTsdbs tenants;

    public TenantsSeriesStore(TenantTsdbs tenants) {
        this.tenants = tenants;
    }

    @Override
    public StoreInfo info() {
        var streams = new ArrayList<StoreInfo.TsdbInfo>();
        long min = Long.MAX_VALUE;
        for (TenantTsdb tenant : tenants.all()) {
            StoreInfo.TsdbInfo stream = new TsdbSeriesStore(tenant).info().tsdbs().getFirst();
            streams.add(stream);
            min = Math.min(min, stream.range().min());
        }
        return new StoreInfo(streams.isEmpty() ? NEVER : TimeRange.closed(min, Long.MAX_VALUE), streams);
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        var sources = new ArrayList<SeriesSource>();
        try {
            for (TenantTsdb tenant : meant(request.selection())) {
                String name = "tenant " + tenant.tenant();
                var store = new TsdbSeriesStore(tenant);
                ChunkSeriesSet set = request.partialResponse() == PartialResponse.ABORT
                        ? store.series(request, context)
                        : new ForgivingSeriesSet(name, () -> store.series(request, context));
                sources.add(new SeriesSource(name, set));
            }
        } catch (RuntimeException e) {
            sources.forEach(source -> source.set().close());
            throw e;
        }
        return sources.size() == 1
                ? sources.getFirst().set()
                : new ChunkSeriesMerge(sources, ChunkSeriesMerge.Duplicates.KEEP);
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        return united(request, store -> store.labelNames(request, context));
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        return united(request, store -> store.labelValues(label, request, context));
    }

    private LabelsResult united(LabelsRequest request, Function<SeriesStore, LabelsResult> ask) {
        var texts = new HashSet<String>();
        var warnings = new ArrayList<String>();
        for (TenantTsdb tenant : meant(request.selection())) {
            try {
                texts.addAll(ask.apply(new TsdbSeriesStore(tenant)).texts());
            } catch (StorageException e) {
                if (request.partialResponse() == PartialResponse.ABORT) {
                    throw e;
                }
                warnings.add("tenant " + tenant.tenant() + ": " + e.getMessage());
            }
        }
        return new LabelsResult(TsdbSeriesStore.inByteOrder(texts), warnings);
    }

    private List<TenantTsdb> meant(Selection selection) {
        return tenants.all().stream()
                .filter(tenant -> ExternalLabels.mayMatch(tenant.externalLabels(), selection.matchers()))
                .filter(tenant -> new TsdbSeriesStore(tenant).range().overlaps(selection.range())).toList();
    }
}
