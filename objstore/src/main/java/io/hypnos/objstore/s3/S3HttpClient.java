package io.hypnos.objstore.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.BucketRefusedException;

/// Builds the HTTP client of one bucket.
///
/// HTTP/1.1 only: with HTTP/2 all transfers share one connection and its flow control. Redirects are not followed, because a signed request
/// is of use to nobody but the host it was signed for.
final class S3HttpClient {

    /// Requests at once where the configuration has no limit; the client would otherwise allow five.
    private static final int UNLIMITED = 4096;

    private S3HttpClient() {}

    static OkHttpClient create(S3Transport transport) throws IOException {
        var dispatcher = new Dispatcher(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s3-", 0).factory()));
        int limit = transport.maxConnections() == 0 ? UNLIMITED : transport.maxConnections();
        dispatcher.setMaxRequests(limit);
        dispatcher.setMaxRequestsPerHost(limit);
        var client = new OkHttpClient.Builder().dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(transport.maxIdle(), transport.idleTimeout().toMillis(),
                        TimeUnit.MILLISECONDS))
                .connectTimeout(transport.handshakeTimeout()).readTimeout(transport.responseTimeout())
                .writeTimeout(transport.responseTimeout()).protocols(List.of(Protocol.HTTP_1_1)).followRedirects(false)
                .followSslRedirects(false);
        try {
            secure(client, transport.tls());
        } catch (GeneralSecurityException e) {
            throw new BucketRefusedException("http_config.tls_config: " + e.getMessage(), e);
        }
        return client.build();
    }

    private static void secure(OkHttpClient.Builder client, S3Transport.Tls tls)
            throws IOException, GeneralSecurityException {
        if (tls.equals(S3Transport.Tls.DEFAULT)) {
            return;
        }
        X509TrustManager trust = tls.skipVerify() ? new TrustAnything() : trustManager(tls);
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers(tls), new TrustManager[]{trust}, null);
        SSLSocketFactory sockets = context.getSocketFactory();
        String expected = tls.serverName();
        client.sslSocketFactory(expected.isEmpty() ? sockets : new NamedServer(sockets, expected), trust);
        if (tls.skipVerify()) {
            client.hostnameVerifier((_, _) -> true);
        } else if (!expected.isEmpty()) {
            client.hostnameVerifier((_, session) -> OkHostnameVerifier.INSTANCE.verify(expected, session));
        }
    }

    private static X509TrustManager trustManager(S3Transport.Tls tls) throws IOException, GeneralSecurityException {
        @Nullable
        KeyStore trusted = null;
        if (tls.caFile().isPresent()) {
            trusted = emptyStore();
            int count = 0;
            for (Certificate certificate : PemFiles.certificates(tls.caFile().get())) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyManager @Nullable [] keyManagers(S3Transport.Tls tls)
            throws IOException, GeneralSecurityException {
        Optional<S3Transport.Identity> identity = tls.identity();
        if (identity.isEmpty()) {
            return null;
        }
        char[] noPassword = {};
        KeyStore store = emptyStore();
        store.setKeyEntry("identity", PemFiles.privateKey(identity.get().key()), noPassword,
                PemFiles.certificates(identity.get().certificate()).toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, noPassword);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// Asks for the certificate of another name than the one that was connected to.
    private static final class NamedServer extends SSLSocketFactory {

        private final SSLSocketFactory sockets;
        private final String name;

        NamedServer(SSLSocketFactory sockets, String name) {
            this.sockets = sockets;
            this.name = name;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return sockets.createSocket(socket, name, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return sockets.createSocket(host, port, localHost, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return sockets.createSocket(host, port, localHost, localPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }
    }

    /// For `insecure_skip_verify`, which says what it does.
    private static final class TrustAnything implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
