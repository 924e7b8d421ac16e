package io.hypnos.receive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.hypnos.receive.ring.Algorithm;
import io.hypnos.receive.write.RingView;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.GrpcClientFlags.Compression;

/// The hashring, this node's place in it, and how copies are made.
@FlagGroup("Hashring and replication")
public final class HashringFlags {

    @Option(names = "--receive.hashrings-file", paramLabel = "<file>", description = "JSON file with the hashrings; followed when it changes.")
    private @Nullable Path file;

    @Option(names = "--receive.hashrings", paramLabel = "<content>", description = "The same, inline; the file wins.")
    private @Nullable String content;

    @Option(names = "--receive.hashrings-algorithm", description = "How hashrings that do not say so place series.")
    private Algorithm algorithm = Algorithm.KETAMA;

    @Option(names = "--receive.hashrings-file-refresh-interval", paramLabel = "<duration>", description = {
        "How often the file is read again, besides when it is told to have changed."})
    private Duration refreshInterval = Duration.ofMinutes(5);

    @Option(names = "--receive.local-endpoint", paramLabel = "<host:port>", description = {
        "This node's gRPC address as the hashrings have it. With hashrings and without this the node only routes."})
    private String localEndpoint = "";

    @Option(names = "--receive.replication-factor", paramLabel = "<number>", description = {
        "Copies of each sample, for hashrings that do not say so. With 2, one copy is enough for an answer."})
    private int replicationFactor = 1;

    @Option(names = "--receive.forward.async-workers", paramLabel = "<number>", description = "Writes that may be under way to one other node.")
    private int workers = 5;

    @Option(names = "--receive.grpc-compression", description = "Compression of writes to other nodes.")
    private Compression compression = Compression.SNAPPY;

    @Option(names = "--receive-forward-timeout", paramLabel = "<duration>", hidden = true, description = "Time for all copies of a write.")
    private Duration forwardTimeout = Duration.ofSeconds(5);

    @Option(names = "--receive-forward-max-backoff", paramLabel = "<duration>", hidden = true, description = {
        "Longest time for which a node that cannot be reached is left alone."})
    private Duration maxBackoff = Duration.ofSeconds(5);

    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /// The rings given inline; empty when there is a file.
    public Optional<String> content() {
        return file != null || content == null || content.isBlank() ? Optional.empty() : Optional.of(content);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public Duration refreshInterval() {
        return refreshInterval;
    }

    public String localEndpoint() {
        return localEndpoint;
    }

    /// @throws FlagException for less than one copy
    public int replicationFactor() {
        if (replicationFactor < 1) {
            throw new FlagException("flag --receive.replication-factor: " + replicationFactor + " is less than 1");
        }
        return replicationFactor;
    }

    public int workers() {
        if (workers < 1) {
            throw new FlagException("flag --receive.forward.async-workers: " + workers + " is less than 1");
        }
        return workers;
    }

    public Compression compression() {
        return compression;
    }

    public Duration forwardTimeout() {
        return forwardTimeout;
    }

    public Duration maxBackoff() {
        return maxBackoff;
    }

    /// What the node does, which follows from what it was given.
    public RingView.Mode mode() {
        if (file().isEmpty() && content().isEmpty()) {
            return RingView.Mode.INGESTOR_ONLY;
        }
        return localEndpoint.isEmpty() ? RingView.Mode.ROUTER_ONLY : RingView.Mode.ROUTER_INGESTOR;
    }
}
