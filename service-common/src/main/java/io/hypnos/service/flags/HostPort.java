package io.hypnos.service.flags;

import java.net.InetSocketAddress;

/// Where to listen or to call: `0.0.0.0:10902`, `:10902` (every interface), `[::1]:10902`, `localhost:0` (any free port).
///
/// @param host name or address without brackets; empty for every interface
public record HostPort(String host, int port) {

    public HostPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /// @throws IllegalArgumentException for anything else than `host:port`
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("\"" + text + "\" has no port, want host:port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0 || host.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port");
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text.substring(colon + 1) + "\" is no port in \"" + text + "\"",
                    e);
        }
    }

    /// The address to bind to.
    public InetSocketAddress toSocketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
