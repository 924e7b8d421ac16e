package io.hypnos.receive.write;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.proto.store.WriteResponse;
import io.hypnos.proto.store.WriteableStoreGrpc;
import io.hypnos.receive.wire.ForwardedWrite;
import io.hypnos.receive.wire.MalformedWriteException;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.CallContext;
import io.hypnos.service.tenancy.InvalidTenantException;

/// Serves `thanos.WriteableStore`: takes what other receivers send on.
public final class WriteableStoreService implements BindableService {

    private static final Logger LOG = LoggerFactory.getLogger(WriteableStoreService.class);
    private static final Context.Key<Integer> HOPS = Context.keyWithDefault("hypnos-hops", 0);
    private static final int MAX_HOPS = 100;

    private final ReplicatedWriter writer;
    private final WriteBuffers buffers;

    public WriteableStoreService(ReplicatedWriter writer, WriteBuffers buffers) {
        this.writer = writer;
        this.buffers = buffers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = WriteableStoreGrpc.getServiceDescriptor();
        var descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(ForwardMethod.REMOTE_WRITE).build();
        return ServerInterceptors.intercept(ServerServiceDefinition.builder(descriptor)
                .addMethod(ForwardMethod.REMOTE_WRITE,
                        BlockingHandler.unary(this::remoteWrite, WriteableStoreService::statusOf))
                .build(), new ReadHops());
    }

    private WriteResponse remoteWrite(byte[] message, CallContext context) {
        int hops = HOPS.get();
        WriteBuffers.Buffers taken = buffers.take();
        try {
            System.arraycopy(message, 0, taken.write().reserve(message.length), 0, message.length);
            ForwardedWrite forwarded = ForwardedWrite.decode(message.length, writer.routes(), taken.decoder1(),
                    taken.write());
            WriteOutcome outcome = writer.write(WriteRequest.of(forwarded, taken.write(), hops));
            if (outcome.verdict() != Verdict.STORED) {
                throw statusOf(outcome.verdict()).withDescription(outcome.message()).asRuntimeException();
            }
            return WriteResponse.getDefaultInstance();
        } finally {
            buffers.giveBack(taken);
        }
    }

    /// Thanos knows four answers; what can never be stored is ALREADY_EXISTS.
    private static Status statusOf(Verdict verdict) {
        return switch (verdict) {
            case STORED -> Status.OK;
            case INVALID, CONFLICT -> Status.ALREADY_EXISTS;
            case BAD_REPLICA -> Status.INVALID_ARGUMENT;
            case TOO_MANY_SERIES -> Status.RESOURCE_EXHAUSTED;
            case FAILED -> Status.INTERNAL;
            case NOT_READY, UNAVAILABLE -> Status.UNAVAILABLE;
        };
    }

    private static Status statusOf(Throwable thrown) {
        return switch (thrown) {
            case StatusRuntimeException told -> told.getStatus();
            case MalformedWriteException malformed -> Status.INVALID_ARGUMENT.withDescription(malformed.getMessage());
            case InvalidTenantException invalid -> Status.INVALID_ARGUMENT.withDescription(invalid.getMessage());
            default -> {
                LOG.atError().setMessage("a forwarded write failed unexpectedly").setCause(thrown).log();
                yield Status.INTERNAL.withDescription("internal error: " + thrown.getClass().getSimpleName());
            }
        };
    }

    /// Takes the number of hops from a call's metadata into its context.
    private static final class ReadHops implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
                ServerCallHandler<Q, A> next) {
            String text = headers.get(ReplicatedWriter.HOPS);
            int hops = text != null && text.matches("[0-9]{1,3}") ? Math.min(MAX_HOPS, Integer.parseInt(text)) : 0;
            return Contexts.interceptCall(Context.current().withValue(HOPS, hops), call, headers, next);
        }
    }
}
