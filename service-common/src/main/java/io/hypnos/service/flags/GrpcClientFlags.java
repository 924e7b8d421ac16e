package io.hypnos.service.flags;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a role calls the gRPC endpoints that it is given.
@FlagGroup("gRPC client")
public final class GrpcClientFlags {

    /// What messages are packed with.
    public enum Compression {
        NONE, SNAPPY
    }

    @Option(names = "--grpc-client-tls-secure", description = "Use TLS when talking to gRPC endpoints.")
    private boolean secure;

    @Option(names = "--grpc-client-tls-skip-verify", description = "Do not verify the certificates of gRPC endpoints.")
    private boolean skipVerify;

    @Option(names = "--grpc-client-tls-cert", paramLabel = "<file>", description = "TLS certificate (PEM) to identify this client with.")
    private @Nullable Path certificate;

    @Option(names = "--grpc-client-tls-key", paramLabel = "<file>", description = "TLS private key (PEM) of that certificate.")
    private @Nullable Path key;

    @Option(names = "--grpc-client-tls-ca", paramLabel = "<file>", description = "CA certificates (PEM) to verify gRPC endpoints against.")
    private @Nullable Path ca;

    @Option(names = "--grpc-client-server-name", paramLabel = "<name>", description = "Name to expect in the certificates of gRPC endpoints.")
    private String serverName = "";

    @Option(names = "--grpc-client-tls-min-version", paramLabel = "<version>", description = "Oldest TLS version: 1.2 or 1.3.")
    private TlsVersion minVersion = TlsVersion.V1_3;

    @Option(names = "--grpc-compression", description = "Compression of calls to gRPC endpoints.")
    private Compression compression = Compression.NONE;

    public ClientTls tls() {
        return new ClientTls(secure, skipVerify, ClientTls.Identity.of(certificate, key), ca, serverName, minVersion);
    }

    public Compression compression() {
        return compression;
    }
}
