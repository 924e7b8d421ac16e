package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.proto.store.LabelNamesRequest;
import io.hypnos.proto.store.LabelNamesResponse;
import io.hypnos.proto.store.LabelValuesRequest;
import io.hypnos.proto.store.LabelValuesResponse;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;

/// Whole requests and answers of the StoreAPI, both ways.
final class StoreRequests {

    private StoreRequests() {}

    static SeriesRequest series(io.hypnos.proto.store.SeriesRequest wire) {
        var range = TimeRange.closed(wire.getMinTime(), wire.getMaxTime());
        List<Matcher> matchers = WireMessages.matchers(wire.getMatchersList());
        if (matchers.isEmpty()) {
            throw new StoreException(StoreException.Reason.INVALID_REQUEST,
                    "no matchers specified (excluding selector labels)");
        }
        int limit = WireMessages.limit(wire.getLimit());
        return new SeriesRequest(new Selection(range, matchers, wire.getWithoutReplicaLabelsList()),
                new SeriesRequest.ChunkRequest(wire.getSkipChunks(), wire.getMaxResolutionWindow(),
                        WireMessages.aggregates(wire.getAggregatesList())),
                WireMessages.hints(range, wire.getQueryHints(), limit),
                WireMessages.shard(wire.hasShardInfo(), wire.getShardInfo()),
                WireMessages.partialResponse(wire.getPartialResponseDisabled(), wire.getPartialResponseStrategy()),
                limit);
    }

    /// @param batchSize number of series per message; 0 for one
    static io.hypnos.proto.store.SeriesRequest wireSeries(SeriesRequest request, int batchSize) {
        Selection selection = request.selection();
        var wire = io.hypnos.proto.store.SeriesRequest.newBuilder().setMinTime(selection.range().min())
                .setMaxTime(selection.range().max())
                .addAllMatchers(WireMessages.wireMatchers(selection.matchers()))
                .setMaxResolutionWindow(request.chunks().maxResolutionMillis())
                .addAllAggregates(WireMessages.wireAggregates(request.chunks().aggregates()))
                .setSkipChunks(request.chunks().skip())
                .setPartialResponseStrategy(WireMessages.wireStrategy(request.partialResponse()))
                .setPartialResponseDisabled(request.partialResponse() == PartialResponse.ABORT)
                .setQueryHints(WireMessages.wireHints(request.hints()))
                .addAllWithoutReplicaLabels(selection.withoutLabels())
                .setLimit(request.limit()).setResponseBatchSize(batchSize);
        Shard shard = request.shard();
        if (shard != null) {
            wire.setShardInfo(WireMessages.wireShard(shard));
        }
        return wire.build();
    }

    static LabelsRequest names(LabelNamesRequest wire) {
        return new LabelsRequest(
                selection(wire.getStart(), wire.getEnd(), WireMessages.matchers(wire.getMatchersList()),
                        wire.getWithoutReplicaLabelsList()),
                WireMessages.partialResponse(wire.getPartialResponseDisabled(), wire.getPartialResponseStrategy()),
                WireMessages.limit(wire.getLimit()));
    }

    static LabelsRequest values(LabelValuesRequest wire) {
        if (wire.getLabel().isEmpty()) {
            throw new StoreException(StoreException.Reason.INVALID_REQUEST, "label name parameter cannot be empty");
        }
        return new LabelsRequest(
                selection(wire.getStart(), wire.getEnd(), WireMessages.matchers(wire.getMatchersList()),
                        wire.getWithoutReplicaLabelsList()),
                WireMessages.partialResponse(wire.getPartialResponseDisabled(), wire.getPartialResponseStrategy()),
                WireMessages.limit(wire.getLimit()));
    }

    private static Selection selection(long start, long end, List<Matcher> matchers, List<String> without) {
        return new Selection(TimeRange.closed(start, end), matchers, without);
    }

    static LabelNamesRequest wireNames(LabelsRequest request) {
        Selection selection = request.selection();
        return LabelNamesRequest.newBuilder().setStart(selection.range().min()).setEnd(selection.range().max())
                .addAllMatchers(WireMessages.wireMatchers(selection.matchers()))
                .addAllWithoutReplicaLabels(selection.withoutLabels())
                .setPartialResponseStrategy(WireMessages.wireStrategy(request.partialResponse()))
                .setPartialResponseDisabled(request.partialResponse() == PartialResponse.ABORT)
                .setLimit(request.limit()).build();
    }

    static LabelValuesRequest wireValues(String label, LabelsRequest request) {
        Selection selection = request.selection();
        return LabelValuesRequest.newBuilder().setLabel(label).setStart(selection.range().min())
                .setEnd(selection.range().max())
                .addAllMatchers(WireMessages.wireMatchers(selection.matchers()))
                .addAllWithoutReplicaLabels(selection.withoutLabels())
                .setPartialResponseStrategy(WireMessages.wireStrategy(request.partialResponse()))
                .setPartialResponseDisabled(request.partialResponse() == PartialResponse.ABORT)
                .setLimit(request.limit()).build();
    }

    static LabelNamesResponse wireNames(LabelsResult result) {
        return LabelNamesResponse.newBuilder().addAllNames(result.texts()).addAllWarnings(result.warnings()).build();
    }

    static LabelValuesResponse wireValues(LabelsResult result) {
        return LabelValuesResponse.newBuilder().addAllValues(result.texts()).addAllWarnings(result.warnings()).build();
    }
}
