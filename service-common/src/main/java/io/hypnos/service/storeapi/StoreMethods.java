package io.hypnos.service.storeapi;

import io.grpc.MethodDescriptor;

import io.hypnos.proto.store.SeriesRequest;
import io.hypnos.proto.store.StoreGrpc;

/// `/thanos.Store/Series` with messages that are bytes instead of objects, on both sides.
final class StoreMethods {

    static final MethodDescriptor<SeriesRequest, SeriesFrame> SERIES = StoreGrpc.getSeriesMethod()
            .toBuilder(StoreGrpc.getSeriesMethod().getRequestMarshaller(), new SeriesFrame.FrameMarshaller()).build();

    private StoreMethods() {}
}
