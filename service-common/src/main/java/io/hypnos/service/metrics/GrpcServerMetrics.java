package io.hypnos.service.metrics;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Measures the calls that a server answers: `grpc_server_*`.
public final class GrpcServerMetrics implements ServerInterceptor {

    private final GrpcMetrics metrics;

    public GrpcServerMetrics(PrometheusRegistry registry) {
        metrics = new GrpcMetrics(registry, "server");
    }

    /// Makes the series of a method exist before its first call.
    public void announce(MethodDescriptor<?, ?> method) {
        metrics.announce(method);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        GrpcMetrics.Call measured = metrics.begin(call.getMethodDescriptor());
        ServerCall.Listener<Q> listener = next.startCall(new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A message) {
                measured.sent();
                super.sendMessage(message);
            }

            @Override
            public void close(Status status, Metadata trailers) {
                measured.end(status.getCode());
                super.close(status, trailers);
            }
        }, headers);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                measured.received();
                super.onMessage(message);
            }
        };
    }
}
