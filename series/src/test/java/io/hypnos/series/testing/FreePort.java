package io.hypnos.series.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports of the loopback interface that nobody listens on, for servers that a test starts later.
///
/// They lie below the range from which the system (Linux: from 32768) picks ports of clients and of listeners on port 0, so that none of
/// those takes one before its server starts, and none is given out twice in one process before all have been.
public final class FreePort {

    private static final int FROM = 12_000;
    private static final int COUNT = 20_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FROM + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
        throw new IllegalStateException("no free port from " + FROM + " to " + (FROM + COUNT - 1));
    }

    /// `127.0.0.1` with such a port.
    public static String address() {
        return "127.0.0.1:" + next();
    }
}
