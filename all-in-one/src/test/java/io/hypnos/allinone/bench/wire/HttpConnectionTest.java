package io.hypnos.allinone.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private static final RequestBuffer REQUEST = request();

    private static RequestBuffer request() {
        var head = new RequestHead(URI.create("http://test/"), Protocol.V1, Map.of());
        var buffer = new RequestBuffer();
        buffer.fill(new PreparedRequest.Factory(Protocol.V1).prepare(head, List.of()));
        return buffer;
    }

    @Test
    void readsAnswersWithoutWithLengthAndInChunksOverOneConnection() throws Exception {
        try (var server = new Scripted(List.of("HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
                "HTTP/1.1 429 Too Many Requests\r\nretry-after: 7\r\nContent-Length: 9\r\n\r\nslow down",
                "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nout \r\n8\r\nof order\r\n0\r\nT: v\r\n\r\n"),
                false); var connection = server.connect()) {
            assertThat(connection.send(REQUEST)).isEqualTo(new WriteResponse(204, "", 0));
            assertThat(connection.send(REQUEST)).isEqualTo(new WriteResponse(429, "slow down", 7));
            assertThat(connection.send(REQUEST)).isEqualTo(new WriteResponse(409, "out of order", 0));
            assertThat(server.connections).isEqualTo(1);
        }
    }

    @Test
    void opensAConnectionAnewAfterItWasClosed() throws Exception {
        try (var server = new Scripted(List.of("HTTP/1.1 500 No\r\nConnection: close\r\n\r\noops"), true);
                var connection = server.connect()) {
            assertThat(connection.send(REQUEST)).isEqualTo(new WriteResponse(500, "oops", 0));
            assertThat(connection.send(REQUEST)).isEqualTo(new WriteResponse(500, "oops", 0));
            assertThat(server.connections).isEqualTo(2);
        }
    }

    @Test
    void reportsAConnectionThatEndsWithoutAnAnswer() throws Exception {
        try (var server = new Scripted(List.of(""), true); var connection = server.connect()) {
            assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void reportsWhatIsNotHttp() throws Exception {
        for (String answer : List.of("SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 2x4 Odd\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(2000),
                "HTTP/1.1 200 OK\r\nA: " + "b".repeat(40_000))) {
            try (var server = new Scripted(List.of(answer), true); var connection = server.connect()) {
                assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connection = new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()),
                        Duration.ofMillis(50))) {
            assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
        }
    }

    /// Answers each request with the next text of a list; with `closing`, ends the connection after each and begins the list anew.
    private static final class Scripted implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private volatile int connections;

        Scripted(List<String> answers, boolean closing) throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        connections++;
                        for (String answer : answers) {
                            socket.getInputStream().readNBytes(REQUEST.length());
                            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                        }
                        if (!closing) {
                            socket.getInputStream().read();
                        }
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        HttpConnection connect() {
            return new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x"),
                    Duration.ofSeconds(20));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
