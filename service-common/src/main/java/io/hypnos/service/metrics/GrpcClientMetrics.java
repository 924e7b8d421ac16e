package io.hypnos.service.metrics;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Measures the calls that a client makes: `grpc_client_*`.
public final class GrpcClientMetrics implements ClientInterceptor {

    private final GrpcMetrics metrics;

    public GrpcClientMetrics(PrometheusRegistry registry) {
        metrics = new GrpcMetrics(registry, "client");
    }

    /// Makes the series of a method exist before its first call.
    public void announce(MethodDescriptor<?, ?> method) {
        metrics.announce(method);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        GrpcMetrics.Call measured = metrics.begin(method);
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new SimpleForwardingClientCallListener<>(listener) {
                    @Override
                    public void onMessage(A message) {
                        measured.received();
                        super.onMessage(message);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        measured.end(status.getCode());
                        super.onClose(status, trailers);
                    }
                }, headers);
            }

            @Override
            public void sendMessage(Q message) {
                measured.sent();
                super.sendMessage(message);
            }
        };
    }
}
