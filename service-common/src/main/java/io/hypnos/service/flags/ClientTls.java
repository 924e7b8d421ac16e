package io.hypnos.service.flags;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// How a client does TLS. The files are PEM and read again when they change.
///
/// @param enabled     whether TLS is used at all
/// @param skipVerify  whether the server's certificate is believed unseen
/// @param identity    the client's own certificate and key; null for none
/// @param ca          what servers are verified against; null for the JDK's trusted roots
/// @param serverName  name expected in the server's certificate; empty for the name that was called
/// @param minVersion  the oldest version allowed
public record ClientTls(boolean enabled, boolean skipVerify, @Nullable Identity identity, @Nullable Path ca,
        String serverName,
        TlsVersion minVersion) {

    /// Plain text.
    public static final ClientTls NONE = new ClientTls(false, false, null, null, "", TlsVersion.V1_3);

    /// A certificate and its private key.
    public record Identity(Path certificate, Path key) {

        /// @throws FlagException when only one of them is given
        public static @Nullable Identity of(@Nullable Path certificate, @Nullable Path key) {
            if (certificate == null && key == null) {
                return null;
            }
            if (certificate == null || key == null) {
                throw new FlagException("a TLS client certificate needs its key, and a key its certificate");
            }
            return new Identity(certificate, key);
        }
    }
}
