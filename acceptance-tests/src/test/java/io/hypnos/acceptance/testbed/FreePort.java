package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of the loopback interface that nobody listens on right now.
public final class FreePort {

    private FreePort() {}

    public static int next() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `127.0.0.1` with such a port.
    public static String address() {
        return "127.0.0.1:" + next();
    }
}
