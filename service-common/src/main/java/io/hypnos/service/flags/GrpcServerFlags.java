package io.hypnos.service.flags;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The gRPC port of the roles that serve the StoreAPI.
@FlagGroup("gRPC server")
public final class GrpcServerFlags {

    @Option(names = "--grpc-address", paramLabel = "<host:port>", description = {
        "Listen host:port for gRPC endpoints (StoreAPI). Other components must be able to reach it."})
    private HostPort address = new HostPort("0.0.0.0", 10901);

    @Option(names = "--grpc-grace-period", paramLabel = "<duration>", description = "Time to wait for running calls after an interrupt.")
    private Duration gracePeriod = Duration.ofMinutes(2);

    @Option(names = "--grpc-server-max-connection-age", paramLabel = "<duration>", description = {
        "How long a connection may live before its client has to connect again, which also makes it see new certificates."})
    private Duration maxConnectionAge = Duration.ofMinutes(60);

    @Option(names = "--grpc-server-tls-cert", paramLabel = "<file>", description = "TLS certificate (PEM); without one there is no TLS.")
    private @Nullable Path certificate;

    @Option(names = "--grpc-server-tls-key", paramLabel = "<file>", description = "TLS private key (PEM).")
    private @Nullable Path key;

    @Option(names = "--grpc-server-tls-client-ca", paramLabel = "<file>", description = {
        "CA certificates (PEM) that clients are verified against; without one clients are not asked for a certificate."})
    private @Nullable Path clientCa;

    @Option(names = "--grpc-server-tls-min-version", paramLabel = "<version>", description = "Oldest TLS version: 1.2 or 1.3.")
    private TlsVersion minVersion = TlsVersion.V1_3;

    @Option(names = "--grpc-server-tls-ciphers", paramLabel = "<cipher>", description = "TLS cipher suite to allow.")
    private List<String> ciphers = new ArrayList<>();

    public HostPort address() {
        return address;
    }

    public Duration gracePeriod() {
        return gracePeriod;
    }

    public Duration maxConnectionAge() {
        return maxConnectionAge;
    }

    /// What the port shows and asks; the certificate is absent where there is no TLS.
    public ServerTls tls() {
        return new ServerTls(certificate, key, clientCa, minVersion, ciphers);
    }
}
