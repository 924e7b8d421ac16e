package io.hypnos.service.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What happens to gRPC calls on one side, `server` or `client`: started = handled + running. Codes are spelled as Go does (`DeadlineExceeded`).
final class GrpcMetrics {

    private final Counter started;
    private final Counter handled;
    private final Counter received;
    private final Counter sent;
    private final Histogram handling;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    GrpcMetrics(PrometheusRegistry registry, String side) {
        String[] method = {"grpc_type", "grpc_service", "grpc_method"};
        started = Counter.builder().name("grpc_" + side + "_started_total")
                .help("Total number of RPCs started on the " + side + ".")
                .labelNames(method).register(registry);
        handled = Counter.builder().name("grpc_" + side + "_handled_total")
                .help("Total number of RPCs completed on the " + side + ", regardless of success or failure.")
                .labelNames("grpc_type", "grpc_service", "grpc_method", "grpc_code").register(registry);
        received = Counter.builder().name("grpc_" + side + "_msg_received_total")
                .help("Total number of RPC stream messages received on the " + side + ".").labelNames(method)
                .register(registry);
        sent = Counter.builder().name("grpc_" + side + "_msg_sent_total")
                .help("Total number of gRPC stream messages sent by the " + side + ".").labelNames(method)
                .register(registry);
        handling = Histogram.builder().name("grpc_" + side + "_handling_seconds")
                .help("Histogram of response latency (seconds) of gRPC calls.")
                .classicUpperBounds(LatencyBuckets.seconds())
                .labelNames(method).register(registry);
    }

    /// Makes the series of a method exist, at zero.
    void announce(MethodDescriptor<?, ?> descriptor) {
        if (!announced.add(descriptor.getFullMethodName())) {
            return;
        }
        String[] method = labels(descriptor);
        started.initLabelValues(method);
        received.initLabelValues(method);
        sent.initLabelValues(method);
        handling.initLabelValues(method);
        for (Status.Code code : Status.Code.values()) {
            handled.initLabelValues(method[0], method[1], method[2], name(code));
        }
    }

    Call begin(MethodDescriptor<?, ?> descriptor) {
        announce(descriptor);
        String[] method = labels(descriptor);
        started.labelValues(method).inc();
        return new Call(method, System.nanoTime());
    }

    private static String[] labels(MethodDescriptor<?, ?> descriptor) {
        String service = descriptor.getServiceName();
        String method = descriptor.getBareMethodName();
        return new String[]{type(descriptor.getType()), service == null ? "unknown" : service,
            method == null ? "unknown" : method};
    }

    private static String type(MethodType type) {
        return switch (type) {
            case UNARY -> "unary";
            case CLIENT_STREAMING -> "client_stream";
            case SERVER_STREAMING -> "server_stream";
            case BIDI_STREAMING, UNKNOWN -> "bidi_stream";
        };
    }

    static String name(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            case UNKNOWN -> "Unknown";
            case INVALID_ARGUMENT -> "InvalidArgument";
            case DEADLINE_EXCEEDED -> "DeadlineExceeded";
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case PERMISSION_DENIED -> "PermissionDenied";
            case RESOURCE_EXHAUSTED -> "ResourceExhausted";
            case FAILED_PRECONDITION -> "FailedPrecondition";
            case ABORTED -> "Aborted";
            case OUT_OF_RANGE -> "OutOfRange";
            case UNIMPLEMENTED -> "Unimplemented";
            case INTERNAL -> "Internal";
            case UNAVAILABLE -> "Unavailable";
            case DATA_LOSS -> "DataLoss";
            case UNAUTHENTICATED -> "Unauthenticated";
        };
    }

    /// One call under measurement.
    final class Call {
        private final String[] method;
        private final long start;

        private Call(String[] method, long start) {
            this.method = method;
            this.start = start;
        }

        void received() {
            received.labelValues(method).inc();
        }

        void sent() {
            sent.labelValues(method).inc();
        }

        void end(Status.Code code) {
            handled.labelValues(method[0], method[1], method[2], name(code)).inc();
            handling.labelValues(method).observe((System.nanoTime() - start) / 1e9);
        }
    }
}
