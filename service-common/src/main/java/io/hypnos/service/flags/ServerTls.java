package io.hypnos.service.flags;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How a server does TLS. The files are PEM and read again when they change.
///
/// @param certificate shown to clients; null for no TLS
/// @param key         its private key
/// @param clientCa    what clients' certificates are verified against; null when none is asked for
/// @param minVersion  the oldest version allowed
/// @param ciphers     the cipher suites allowed; empty for the JDK's choice
public record ServerTls(@Nullable Path certificate, @Nullable Path key, @Nullable Path clientCa, TlsVersion minVersion,
        List<String> ciphers) {

    public ServerTls {
        ciphers = List.copyOf(ciphers);
        if ((certificate == null) != (key == null)) {
            throw new FlagException("a TLS server needs both a certificate and a key");
        }
        if (certificate == null && clientCa != null) {
            throw new FlagException("a client CA makes sense only with a server certificate and key");
        }
    }

    public boolean isEnabled() {
        return certificate != null;
    }
}
