package io.hypnos.query.fanout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.series.merge.ChunkSeriesMerge;
import io.hypnos.series.merge.SeriesSource;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.service.storeapi.StoreInfo;

/// All reachable stores as one [SeriesStore]: every store that may have something is asked at once, and the sorted answers are merged as they
/// arrive. Being a store itself, it can stand behind another querier.
public final class ProxySeriesStore implements SeriesStore {

    private final Supplier<Collection<Peer>> peers;
    private final Labels selectorLabels;
    private final StoreFilter filter;
    private final StoreSetMetrics metrics;

    /// A store that can be asked.
    ///
    /// @param address for `storeMatch[]` and for messages
    public record Peer(String address, SeriesStore store) {}

    /// @param peers          those that can be asked right now
    /// @param selectorLabels added to the labels that are announced
    public ProxySeriesStore(Supplier<Collection<Peer>> peers, Labels selectorLabels, StoreSetMetrics metrics) {
        this(peers, selectorLabels, StoreFilter.ALL, metrics);
    }

    private ProxySeriesStore(Supplier<Collection<Peer>> peers, Labels selectorLabels, StoreFilter filter,
            StoreSetMetrics metrics) {
        this.peers = peers;
        this.selectorLabels = selectorLabels;
        this.filter = filter;
        this.metrics = metrics;
    }

    /// The same with fewer stores.
    public ProxySeriesStore with(StoreFilter other) {
        return new ProxySeriesStore(peers, selectorLabels, other, metrics);
    }

    @Override
    public StoreInfo info() {
        var tsdbs = new ArrayList<StoreInfo.TsdbInfo>();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Peer peer : peers.get()) {
            StoreInfo info = peer.store().info();
            min = Math.min(min, info.range().min());
            max = Math.max(max, info.range().max());
            info.tsdbs().forEach(
                    tsdb -> tsdbs.add(new StoreInfo.TsdbInfo(tsdb.labels().mergedWith(selectorLabels), tsdb.range())));
        }
        return new StoreInfo(new TimeRange(min, max), tsdbs);
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        if (request.selection().matchers().isEmpty()) {
            throw new StoreException(StoreException.Reason.INVALID_REQUEST, "no matchers specified");
        }
        context.check();
        QueryContext storeContext = contextFor(request.partialResponse(), context);
        var sources = new ArrayList<SeriesSource>();
        var failures = new ArrayList<String>();
        try {
            for (Peer peer : chosen(request.selection(), request.partialResponse())) {
                ChunkSeriesSet part = open(peer, request, storeContext, failures);
                if (part != null) {
                    sources.add(new SeriesSource(peer.address(),
                            new ForgivingSeriesSet(peer.address(), part, request.partialResponse(), metrics)));
                }
            }
        } catch (RuntimeException e) {
            sources.forEach(source -> source.set().close());
            throw e;
        }
        return new ProxiedSeriesSet(new ChunkSeriesMerge(sources, ChunkSeriesMerge.Duplicates.DROP), failures,
                request.partialResponse());
    }

    private static @Nullable ChunkSeriesSet open(Peer peer, SeriesRequest request, QueryContext context,
            List<String> failures) {
        try {
            return peer.store().series(request, context);
        } catch (StorageException e) {
            failures.add(failure(request.partialResponse(), "fetch series from " + peer.address(), e));
            return null;
        }
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        return collect(request, context, (store, storeContext) -> store.labelNames(request, storeContext));
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        if (label.isEmpty()) {
            throw new StoreException(StoreException.Reason.INVALID_REQUEST, "label name parameter cannot be empty");
        }
        return collect(request, context, (store, storeContext) -> store.labelValues(label, request, storeContext));
    }

    private interface Question {
        LabelsResult ask(SeriesStore store, QueryContext context);
    }

    private LabelsResult collect(LabelsRequest request, QueryContext context, Question question) {
        context.check();
        QueryContext storeContext = contextFor(request.partialResponse(), context);
        List<Peer> chosen = chosen(request.selection(), request.partialResponse());
        Set<String> texts = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LabelsResult>> answers = chosen.stream()
                    .map(peer -> threads.submit(() -> question.ask(peer.store(), storeContext))).toList();
            for (int i = 0; i < chosen.size(); i++) {
                LabelsResult answer = await(answers.get(i), chosen.get(i), request.partialResponse(), warnings);
                texts.addAll(answer.texts());
                warnings.addAll(answer.warnings());
            }
        }
        context.check();
        List<String> sorted = TextOrder.sorted(texts);
        return new LabelsResult(
                request.limit() > 0 && sorted.size() > request.limit() ? sorted.subList(0, request.limit()) : sorted,
                List.copyOf(warnings));
    }

    private static LabelsResult await(Future<LabelsResult> answer, Peer peer, PartialResponse partialResponse,
            Set<String> warnings) {
        try {
            LabelsResult result = answer.get();
            if (partialResponse == PartialResponse.ABORT && !result.warnings().isEmpty()) {
                throw new StoreException(StoreException.Reason.ABORTED, result.warnings().getFirst());
            }
            return result;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StorageException failure ->
                    warnings.add(failure(partialResponse, "fetch labels from " + peer.address(), failure));
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException(e);
            }
            return LabelsResult.EMPTY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted while asking stores", e);
        }
    }

    private List<Peer> chosen(Selection selection, PartialResponse partialResponse) {
        Collection<Peer> all = peers.get();
        if (all.isEmpty() && partialResponse == PartialResponse.ABORT) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "No StoreAPIs available");
        }
        return all.stream().filter(peer -> filter.accepts(peer.address(), peer.store().info(), selection)).toList();
    }

    private static QueryContext contextFor(PartialResponse partialResponse, QueryContext context) {
        return switch (partialResponse) {
            case WARN -> EarlyDeadline.of(context);
            case ABORT -> context;
        };
    }

    /// The text of a failure that does not end the request.
    private static String failure(PartialResponse partialResponse, String doing, StorageException cause) {
        String text = doing + ": " + cause.getMessage();
        return switch (partialResponse) {
            case WARN -> text;
            case ABORT -> throw new StoreException(StoreException.Reason.ABORTED, text, cause);
        };
    }
}
