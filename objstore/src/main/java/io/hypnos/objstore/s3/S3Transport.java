package io.hypnos.objstore.s3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The connections to the service.
///
/// @param idleTimeout       after which an unused connection is closed
/// @param responseTimeout   the longest silence of the service while something is expected of it
/// @param handshakeTimeout  for a TCP connection to be made, and again for TLS to be agreed on
/// @param maxIdle           unused connections kept
/// @param maxConnections    requests at the same time; 0 for no limit
public record S3Transport(Duration idleTimeout, Duration responseTimeout, Duration handshakeTimeout, int maxIdle,
        int maxConnections, Tls tls) {

    public static final S3Transport DEFAULT = new S3Transport(Duration.ofSeconds(90), Duration.ofMinutes(2),
            Duration.ofSeconds(10), 100, 0, Tls.DEFAULT);

    /// Whom to trust, and how to show who we are.
    ///
    /// @param caFile     PEM certificates to trust instead of the JDK's
    /// @param identity   our certificate
    /// @param serverName the name to expect in the service's certificate; empty for that of the endpoint
    /// @param skipVerify whether any certificate will do
    public record Tls(Optional<Path> caFile, Optional<Identity> identity, String serverName, boolean skipVerify) {

        public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty(), "", false);
    }

    /// A certificate and its private key, as PEM files.
    public record Identity(Path certificate, Path key) {}
}
