package io.hypnos.service.grpc;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import io.hypnos.service.flags.ClientTls;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.ServerTls;
import io.hypnos.service.flags.TlsVersion;

/// TLS from PEM files, which are read again every minute, so that new certificates count from the next handshake on.
public final class Certificates {

    private static final long REREAD_MINUTES = 1;

    private final ScheduledExecutorService clock;

    /// @param clock reads the files again; lent
    public Certificates(ScheduledExecutorService clock) {
        this.clock = clock;
    }

    /// For a gRPC server, which speaks HTTP/2.
    ///
    /// @throws FlagException when a file cannot be used
    public SslContext server(ServerTls tls) {
        return build(GrpcSslContexts.configure(serverBuilder(tls)), "the gRPC server");
    }

    /// For an HTTP/1.1 server.
    ///
    /// @throws FlagException when a file cannot be used
    public SslContext httpServer(ServerTls tls) {
        return build(serverBuilder(tls), "the HTTP server");
    }

    private static SslContext build(SslContextBuilder builder, String what) {
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new FlagException("TLS of " + what + " cannot be set up: " + e.getMessage(), e);
        }
    }

    private SslContextBuilder serverBuilder(ServerTls tls) {
        Path certificate = tls.certificate();
        Path key = tls.key();
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("no TLS asked for");
        }
        var builder = SslContextBuilder.forServer(identity(certificate, key)).protocols(protocols(tls.minVersion()));
        if (!tls.ciphers().isEmpty()) {
            builder.ciphers(tls.ciphers());
        }
        Path ca = tls.clientCa();
        if (ca != null) {
            builder.clientAuth(ClientAuth.REQUIRE)
                    .trustManager(trust(ca, AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION));
        }
        return builder;
    }

    /// For a gRPC client; the client must do TLS.
    ///
    /// @throws FlagException when a file cannot be used
    public SslContext client(ClientTls tls) {
        var builder = GrpcSslContexts.forClient().protocols(protocols(tls.minVersion()));
        ClientTls.Identity identity = tls.identity();
        if (identity != null) {
            builder.keyManager(identity(identity.certificate(), identity.key()));
        }
        Path ca = tls.ca();
        if (tls.skipVerify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (ca != null) {
            builder.trustManager(
                    trust(ca, AdvancedTlsX509TrustManager.Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION));
        }
        return build(builder, "the gRPC client");
    }

    private AdvancedTlsX509KeyManager identity(Path certificate, Path key) {
        var manager = new AdvancedTlsX509KeyManager();
        try {
            manager.updateIdentityCredentials(certificate.toFile(), key.toFile(), REREAD_MINUTES, TimeUnit.MINUTES,
                    clock);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new FlagException(
                    "certificate " + certificate + " with key " + key + " cannot be used: " + e.getMessage(), e);
        }
        return manager;
    }

    private AdvancedTlsX509TrustManager trust(Path ca, AdvancedTlsX509TrustManager.Verification verification) {
        try {
            var manager = AdvancedTlsX509TrustManager.newBuilder().setVerification(verification).build();
            manager.updateTrustCredentials(ca.toFile(), REREAD_MINUTES, TimeUnit.MINUTES, clock);
            return manager;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new FlagException("CA certificates " + ca + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<String> protocols(TlsVersion oldest) {
        var protocols = new ArrayList<>(List.of("TLSv1.3"));
        if (oldest == TlsVersion.V1_2) {
            protocols.add("TLSv1.2");
        }
        return protocols;
    }
}
