package io.hypnos.service.storeapi;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;

import io.hypnos.service.grpc.SnappyCodec;

/// A store behind a real gRPC port of this machine, and a channel to it. For tests of every module.
public final class StoreServer implements AutoCloseable {

    /// Held, since its level would be forgotten otherwise; gRPC logs each call that a test gives up.
    private static final Logger NOISE = Logger.getLogger("io.grpc");

    private final Server server;
    private final ManagedChannel channel;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public StoreServer(String component, SeriesStore store, StoreLimits limits) throws Exception {
        NOISE.setLevel(Level.OFF);
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).executor(threads)
                .addService(new StoreGrpcService(store, limits))
                .addService(new InfoGrpcService(component, store, Set.of(), () -> true))
                .compressorRegistry(SnappyCodec.compressors()).decompressorRegistry(SnappyCodec.decompressors()).build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().executor(threads)
                .compressorRegistry(SnappyCodec.compressors()).decompressorRegistry(SnappyCodec.decompressors())
                .maxInboundMessageSize(Integer.MAX_VALUE).build();
    }

    public int port() {
        return server.getPort();
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    public ManagedChannel channel() {
        return channel;
    }

    /// Closes the port, while the channel stays.
    public void stopAnswering() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        channel.awaitTermination(10, TimeUnit.SECONDS);
        stopAnswering();
        threads.shutdownNow();
    }
}
