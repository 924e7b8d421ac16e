package io.hypnos.store.select;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.series.merge.ChunkSeriesMerge;
import io.hypnos.series.merge.SeriesSource;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.service.storeapi.StoreInfo;
import io.hypnos.store.block.BlockLabels;
import io.hypnos.store.block.BlockRequest;
import io.hypnos.store.block.BlockSeriesSet;
import io.hypnos.store.block.BucketBlock;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.sync.BlockSync;
import io.hypnos.store.sync.PinnedBlocks;

/// The blocks of a bucket as a source of series. Every chosen block is a stream of its own, read side by side and merged by labels.
///
/// A block that cannot be read leaves a hole, which the answer names; who wants all or nothing gets an error.
public final class BucketSeriesStore implements SeriesStore {

    private final BlockSync blocks;
    private final RequestLimits limits;
    private final RequestGate gate;
    private final SelectMetrics metrics;

    public BucketSeriesStore(BlockSync blocks, RequestLimits limits, RequestGate gate, SelectMetrics metrics) {
        this.blocks = blocks;
        this.limits = limits;
        this.gate = gate;
        this.metrics = metrics;
    }

    @Override
    public StoreInfo info() {
        return blocks.info();
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        FetchTally tally = limits.tally(context);
        RequestGate.Pass pass = gate.enter(context);
        Selection selection = request.selection();
        TimeRange range = selection.range().intersect(blocks.served());
        long maxResolution = request.chunks().skip() ? Long.MAX_VALUE : request.chunks().maxResolutionMillis();
        PinnedBlocks pinned;
        try {
            pinned = blocks.covering(range, maxResolution,
                    labels -> ExternalLabels.mayMatch(labels, selection.matchers()));
        } catch (RuntimeException e) {
            pass.close();
            throw e;
        }
        var sources = new ArrayList<SeriesSource>();
        long batchBytes = limits.batchBytes(pinned.pins().size());
        for (BucketBlock.Pin pin : pinned.pins()) {
            var set = BlockSeriesSet.open(pin, blockRequest(request, range, pin.block(), batchBytes), tally);
            sources.add(new SeriesSource("block " + pin.block().id(),
                    new BlockAnswer(set, pin.block().id(), request.partialResponse(), metrics)));
        }
        var merged = new ChunkSeriesMerge(sources, ChunkSeriesMerge.Duplicates.DROP);
        return new MeasuredSeriesSet(merged, pass, tally, metrics.begin(pinned.pins().size()));
    }

    private static BlockRequest blockRequest(SeriesRequest request, TimeRange range, BucketBlock block,
            long batchBytes) {
        Selection selection = request.selection();
        return new BlockRequest(remaining(block.labels(), selection), range, selection.withoutLabels(),
                request.chunks(), request.shard(), new BlockRequest.Bounds(batchBytes, request.limit()));
    }

    private static List<Matcher> remaining(Labels external, Selection selection) {
        return ExternalLabels.remaining(external, selection.matchers()).orElseThrow(
                () -> new IllegalStateException("a block with labels " + external + " does not match at all"));
    }

    /// What is found out about one block.
    private interface BlockQuestion {
        Collection<String> ask(BlockLabels labels, BucketBlock.Pin pin, List<Matcher> matchers) throws IOException;
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        Selection selection = request.selection();
        return collect(request, context, (labels, pin, matchers) -> {
            Collection<String> stored = labels.names(pin, matchers, selection.range());
            if (stored.isEmpty()) {
                return List.of();
            }
            var names = new ArrayList<>(stored);
            pin.block().labels().forEach((name, _) -> names.add(name));
            names.removeAll(selection.withoutLabels());
            return names;
        });
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        Selection selection = request.selection();
        if (selection.withoutLabels().contains(label)) {
            return LabelsResult.EMPTY;
        }
        return collect(request, context, (labels, pin, matchers) -> {
            String external = pin.block().labels().get(label);
            if (external.isEmpty()) {
                return labels.values(pin, label, matchers, selection.range());
            }
            return labels.hasAny(pin, matchers, selection.range()) ? List.of(external) : List.of();
        });
    }

    private LabelsResult collect(LabelsRequest request, QueryContext context, BlockQuestion question) {
        FetchTally tally = limits.tally(context);
        Selection selection = request.selection();
        TimeRange range = selection.range().intersect(blocks.served());
        var found = new TreeSet<>(TextOrder.BY_BYTES);
        var warnings = new ArrayList<String>();
        try (PinnedBlocks pinned = pin(selection, range)) {
            for (BucketBlock.Pin pin : pinned.pins()) {
                tally.check();
                try {
                    List<Matcher> matchers = remaining(pin.block().labels(), selection);
                    found.addAll(question.ask(new BlockLabels(pin.block(), tally), pin, matchers));
                } catch (StoreException e) {
                    throw e;
                } catch (IOException | StorageException e) {
                    warnings.add(BlockAnswer.warning(pin.block().id(), e, metrics));
                    if (request.partialResponse() == PartialResponse.ABORT) {
                        throw new StoreException(StoreException.Reason.ABORTED, warnings.getLast(), e);
                    }
                }
            }
        }
        List<String> texts = List.copyOf(found);
        int limit = request.limit();
        return new LabelsResult(limit > 0 && texts.size() > limit ? texts.subList(0, limit) : texts, warnings);
    }

    /// The headers of all blocks answer quickly; entries of series are looked at in as few blocks as cover the range.
    private PinnedBlocks pin(Selection selection, TimeRange range) {
        return selection.matchers().isEmpty()
                ? blocks.overlapping(range, _ -> true)
                : blocks.covering(range, Long.MAX_VALUE,
                        labels -> ExternalLabels.mayMatch(labels, selection.matchers()));
    }
}
