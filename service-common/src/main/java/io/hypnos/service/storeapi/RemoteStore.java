package io.hypnos.service.storeapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;

import io.hypnos.proto.info.InfoGrpc;
import io.hypnos.proto.info.InfoRequest;
import io.hypnos.proto.info.InfoResponse;
import io.hypnos.proto.store.StoreGrpc;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.TimeRange;
import io.hypnos.service.tenancy.TenantContext;
import io.hypnos.service.tenancy.TenantMetadata;

/// Another process's `thanos.Store` as a [SeriesStore]. Calls end with the request that they work for: its deadline travels with them, and
/// closing a set cancels its call. The request's tenant is sent as metadata.
///
/// What the peer cannot do (remove labels before sorting, pick a shard) is done here.
public final class RemoteStore implements SeriesStore {

    /// Series per message that are asked for, as Thanos does.
    private static final int BATCH_SIZE = 64;
    /// Where each has only a chunk or a few, so that a message takes no more than some hundred KiB and there are fewer of them to hand from
    /// thread to thread.
    private static final int BATCH_SIZE_OF_SHORT_RANGES = 256;
    private static final long SHORT_RANGE_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration LOOK = Duration.ofMillis(50);

    private final String name;
    private final Channel channel;
    private final PeerInfo peer;
    private final long patienceNanos;

    /// @param name     the address, for messages
    /// @param channel  lent
    /// @param peer     what the peer last said of itself
    /// @param patience how long one message of a stream may take; zero for ever
    public RemoteStore(String name, Channel channel, PeerInfo peer, Duration patience) {
        this.name = name;
        this.channel = channel;
        this.peer = peer;
        this.patienceNanos = patience.isZero() ? Long.MAX_VALUE : patience.toNanos();
    }

    /// Asks an endpoint what it is.
    ///
    /// @throws StoreException when it does not say so in time
    public static PeerInfo fetchInfo(String name, Channel channel, Duration timeout) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .withWaitForReady();
        ListenableFuture<InfoResponse> answer = ClientCalls.futureUnaryCall(
                channel.newCall(InfoGrpc.getInfoMethod(), options),
                InfoRequest.getDefaultInstance());
        return PeerInfo.of(await(answer, QueryContext.UNLIMITED, "fetching info from " + name));
    }

    public String name() {
        return name;
    }

    public PeerInfo peer() {
        return peer;
    }

    @Override
    public StoreInfo info() {
        return peer.store();
    }

    @Override
    public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
        context.check();
        // The queue takes a message in no time, on the connection's own thread: handing each to another one costs more than that.
        ClientCall<io.hypnos.proto.store.SeriesRequest, SeriesFrame> call = channel.newCall(StoreMethods.SERIES,
                options(context).withExecutor(Runnable::run));
        var queue = new FrameQueue();
        ChunkSeriesSet set = new RemoteSeriesSet(call, queue, context, patienceNanos, name);
        call.start(queue, headers(context));
        call.request(1);
        call.sendMessage(StoreRequests.wireSeries(request, batchSize(request.selection().range())));
        call.halfClose();
        List<String> without = request.selection().withoutLabels();
        if (!without.isEmpty() && !peer.withoutReplicaLabels()) {
            set = ResortedSeriesSet.of(set, labels -> labels.without(without), context);
        }
        Shard shard = request.shard();
        return shard == null || peer.sharding() ? set : new ShardedSeriesSet(set, shard);
    }

    private static int batchSize(TimeRange range) {
        long millis = range.max() - range.min();
        return millis >= 0 && millis <= SHORT_RANGE_MILLIS ? BATCH_SIZE_OF_SHORT_RANGES : BATCH_SIZE;
    }

    @Override
    public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
        var answer = call(StoreGrpc.getLabelNamesMethod(), StoreRequests.wireNames(request), context, "label names");
        List<String> without = peer.withoutReplicaLabels() ? List.of() : request.selection().withoutLabels();
        return result(answer.getNamesList().stream().filter(text -> !without.contains(text)).toList(),
                answer.getWarningsList());
    }

    @Override
    public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
        if (request.selection().withoutLabels().contains(label)) {
            return LabelsResult.EMPTY;
        }
        var answer = call(StoreGrpc.getLabelValuesMethod(), StoreRequests.wireValues(label, request), context,
                "label values");
        return result(answer.getValuesList(), answer.getWarningsList());
    }

    private static LabelsResult result(List<String> texts, List<String> warnings) {
        return new LabelsResult(new ArrayList<>(texts), new ArrayList<>(warnings));
    }

    private <Q, A> A call(MethodDescriptor<Q, A> method, Q request, QueryContext context, String what) {
        context.check();
        ClientCall<Q, A> call = new WithHeaders<>(channel.newCall(method, options(context)), headers(context));
        return await(ClientCalls.futureUnaryCall(call, request), context, "fetch " + what + " from " + name);
    }

    private static CallOptions options(QueryContext context) {
        long deadline = context.deadlineNanos();
        return deadline == Long.MAX_VALUE
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(Math.max(1, deadline - System.nanoTime()),
                        TimeUnit.NANOSECONDS);
    }

    private static Metadata headers(QueryContext context) {
        var headers = new Metadata();
        headers.put(TenantMetadata.KEY, TenantContext.tenantOf(context).value());
        return headers;
    }

    private static <A> A await(Future<A> answer, QueryContext context, String doing) {
        try {
            while (true) {
                try {
                    return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillRunning) {
                    context.check();
                }
            }
        } catch (ExecutionException e) {
            context.check();
            throw StoreStatus.failure(Status.fromThrowable(e), doing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted: " + doing, e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
