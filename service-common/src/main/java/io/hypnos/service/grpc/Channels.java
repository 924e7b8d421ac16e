package io.hypnos.service.grpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import io.hypnos.service.flags.ClientTls;
import io.hypnos.service.flags.GrpcClientFlags.Compression;
import io.hypnos.service.metrics.GrpcClientMetrics;

/// Makes channels to other services, all set up alike: messages up to 2 GiB, a ping every ten seconds while calls run, TLS and compression as
/// the flags say, measured. A channel connects when it is first used, and again whenever it must.
public final class Channels implements AutoCloseable {

    /// So much may lie in network buffers for each stream whose reader is busy, and a query reads from many.
    private static final int FLOW_CONTROL_WINDOW = 1 << 20;
    private static final int MAX_METADATA_BYTES = 1 << 20;

    private final ClientTls tls;
    private final @Nullable SslContext sslContext;
    private final Compression compression;
    private final GrpcClientMetrics metrics;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-client-", 0).factory());

    public Channels(ClientTls tls, Compression compression, GrpcClientMetrics metrics, Certificates certificates) {
        this.tls = tls;
        this.sslContext = tls.enabled() ? certificates.client(tls) : null;
        this.compression = compression;
        this.metrics = metrics;
    }

    /// A channel to one address; the caller shuts it down.
    ///
    /// @param address `host:port`; a host with several addresses gives the first that answers
    public ManagedChannel open(String address) {
        return builder(address).build();
    }

    /// A channel over all addresses of a name, used in turn; calls that found nobody are tried again elsewhere.
    public ManagedChannel openGroup(String address) {
        return builder(address).defaultLoadBalancingPolicy("round_robin").enableRetry()
                .defaultServiceConfig(RETRY_UNAVAILABLE).build();
    }

    private static final Map<String, ?> RETRY_UNAVAILABLE = Map.of("loadBalancingConfig",
            List.of(Map.of("round_robin", Map.of())),
            "methodConfig",
            List.of(Map.of("name", List.of(Map.of()), "retryPolicy",
                    Map.of("maxAttempts", 3.0, "initialBackoff", "0.1s",
                            "maxBackoff", "5s", "backoffMultiplier", 2.0, "retryableStatusCodes",
                            List.of("UNAVAILABLE")))));

    private NettyChannelBuilder builder(String address) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address).executor(threads)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .maxInboundMetadataSize(MAX_METADATA_BYTES).flowControlWindow(FLOW_CONTROL_WINDOW)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS).compressorRegistry(SnappyCodec.compressors())
                .decompressorRegistry(SnappyCodec.decompressors()).userAgent("hypnos");
        if (sslContext == null) {
            builder.negotiationType(NegotiationType.PLAINTEXT);
        } else {
            builder.negotiationType(NegotiationType.TLS).sslContext(sslContext);
            if (!tls.serverName().isEmpty()) {
                builder.overrideAuthority(tls.serverName());
            }
        }
        return switch (compression) {
            case NONE -> builder.intercept(metrics);
            case SNAPPY -> builder.intercept(metrics, new Packed());
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /// Packs what is sent.
    private static final class Packed implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(method, options.withCompression(SnappyCodec.NAME));
        }
    }
}
