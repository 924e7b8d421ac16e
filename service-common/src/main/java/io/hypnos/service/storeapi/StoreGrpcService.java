package io.hypnos.service.storeapi;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

import io.hypnos.proto.store.LabelNamesRequest;
import io.hypnos.proto.store.LabelNamesResponse;
import io.hypnos.proto.store.LabelValuesRequest;
import io.hypnos.proto.store.LabelValuesResponse;
import io.hypnos.proto.store.StoreGrpc;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.BlockingHandler.Answers;
import io.hypnos.service.grpc.CallContext;

/// Serves any [SeriesStore] as `thanos.Store`.
///
/// Series are sent while they are found, in batches of the size that the client asks for; nothing is collected. What goes wrong without
/// ending the search is a warning at the end, or the status ABORTED when the client wants all or nothing.
public final class StoreGrpcService implements BindableService {

    private final SeriesStore store;
    private final StoreLimits limits;

    public StoreGrpcService(SeriesStore store, StoreLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = StoreGrpc.getServiceDescriptor();
        var descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(StoreMethods.SERIES).addMethod(StoreGrpc.getLabelNamesMethod())
                .addMethod(StoreGrpc.getLabelValuesMethod()).build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(StoreMethods.SERIES, new BlockingHandler<>(this::series, StoreStatus::of))
                .addMethod(StoreGrpc.getLabelNamesMethod(), BlockingHandler.unary(this::labelNames, StoreStatus::of))
                .addMethod(StoreGrpc.getLabelValuesMethod(), BlockingHandler.unary(this::labelValues, StoreStatus::of))
                .build();
    }

    private void series(io.hypnos.proto.store.SeriesRequest wire, CallContext context, Answers<SeriesFrame> answers) {
        SeriesRequest request = StoreRequests.series(wire);
        var frames = new SeriesFrameWriter(WireMessages.limit(wire.getResponseBatchSize()), answers::send);
        try (ChunkSeriesSet set = store.series(request, context)) {
            send(set, request.limit(), context, frames);
            for (String warning : set.warnings()) {
                if (request.partialResponse() == PartialResponse.ABORT) {
                    throw new StoreException(StoreException.Reason.ABORTED, warning);
                }
                frames.warning(warning);
            }
        }
        frames.flush();
    }

    private void send(ChunkSeriesSet set, int limit, CallContext context, SeriesFrameWriter frames) {
        long sent = 0;
        long chunks = 0;
        int different = 0;
        Labels last = null;
        while (set.next()) {
            context.check();
            ChunkSeries series = set.series();
            if (last == null || !series.labels().equals(last)) {
                if (limit > 0 && ++different > limit) {
                    return;
                }
                last = series.labels();
            }
            chunks += series.chunks().size();
            limits.check(++sent, chunks);
            frames.series(series);
        }
    }

    private LabelNamesResponse labelNames(LabelNamesRequest wire, CallContext context) {
        LabelsRequest request = StoreRequests.names(wire);
        return StoreRequests.wireNames(complete(store.labelNames(request, context), request));
    }

    private LabelValuesResponse labelValues(LabelValuesRequest wire, CallContext context) {
        LabelsRequest request = StoreRequests.values(wire);
        return StoreRequests.wireValues(complete(store.labelValues(wire.getLabel(), request, context), request));
    }

    private static LabelsResult complete(LabelsResult result, LabelsRequest request) {
        if (request.partialResponse() == PartialResponse.ABORT && !result.warnings().isEmpty()) {
            throw new StoreException(StoreException.Reason.ABORTED, result.warnings().getFirst());
        }
        boolean whole = request.limit() == 0 || result.texts().size() <= request.limit();
        return whole ? result : new LabelsResult(result.texts().subList(0, request.limit()), result.warnings());
    }
}
