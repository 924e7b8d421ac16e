package io.hypnos.allinone.bench.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/// A kept-alive HTTP/1.1 connection that is opened on first use and again after a failure.
///
/// A general client costs more per request than everything else this tool does; here a request is one write of an array that is ready, and an answer
/// is parsed from one small buffer.
public final class HttpConnection implements WriteTarget {

    private final URI url;
    private final int timeoutMillis;
    private @Nullable Exchange exchange;

    /// An open connection and what reads from it.
    private record Exchange(Socket socket, ResponseReader answers) {}

    /// @param url     `http` or `https`, with host
    /// @param timeout for connecting, and for each wait for bytes
    public HttpConnection(URI url, Duration timeout) {
        this.url = url;
        timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public WriteResponse send(RequestBuffer request) throws IOException {
        Exchange open = exchange;
        if (open == null) {
            Socket socket = open();
            open = new Exchange(socket, new ResponseReader(socket.getInputStream()));
            exchange = open;
        }
        try {
            WriteResponse response = exchange(open, request);
            if (open.answers().mustClose()) {
                close();
            }
            return response;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private WriteResponse exchange(Exchange open, RequestBuffer request) throws IOException {
        try {
            open.socket().getOutputStream().write(request.bytes(), request.start(), request.length());
        } catch (IOException e) {
            return earlyAnswer(open, e);
        }
        return open.answers().read();
    }

    /// A receiver may refuse a request, and close, before it was sent whole.
    private WriteResponse earlyAnswer(Exchange open, IOException failure) throws IOException {
        try {
            WriteResponse response = open.answers().read();
            close();
            return response;
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private Socket open() throws IOException {
        boolean tls = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(timeoutMillis);
            plain.connect(new InetSocketAddress(url.getHost(), port), timeoutMillis);
            return tls ? secured(plain, url.getHost(), port) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public void close() {
        Exchange open = exchange;
        exchange = null;
        if (open != null) {
            try {
                open.socket().close();
            } catch (IOException e) {
                // What cannot be closed is closed.
            }
        }
    }
}
