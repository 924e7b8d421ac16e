package io.hypnos.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.receive.tenant.StoredSamples;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.Requests;
import io.hypnos.service.tenancy.TenantId;

/// What senders may do to the port of remote write below the level of HTTP clients: lie about lengths, break off, never end.
class RemoteWriteSocketTest {

    /// Where the other side gives no answer but ends the connection.
    private static final int ENDED = 0;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final long NOW = Clock.systemUTC().millis();
    private static final byte[] GOOD = Requests.packed(Requests.series(NOW, 1, "__name__", "good"));

    @TempDir
    private Path directory;
    private TestReceiver receiver;

    @BeforeEach
    void start() {
        receiver = TestReceiver.start("--tsdb.path=" + directory.resolve("data")).awaitReady();
    }

    @AfterEach
    void takesGoodWritesAsBefore() {
        try {
            assertThat(receiver.write("last", Requests.series(NOW, 1, "__name__", "last")).statusCode()).isEqualTo(204);
        } finally {
            receiver.close();
        }
    }

    /// One connection of a sender.
    private final class Sender implements AutoCloseable {

        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.writePort());

        Sender() throws IOException {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        Sender send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        Sender send(String text) throws IOException {
            return send(text.getBytes(ISO_8859_1));
        }

        Sender head(String... headers) throws IOException {
            return send("POST /api/v1/receive HTTP/1.1\r\nHost: test\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
        }

        /// Sends no more, as a sender that has died.
        Sender end() throws IOException {
            socket.shutdownOutput();
            return this;
        }

        /// The status of the next answer, or [#ENDED].
        int status() throws IOException {
            var line = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                for (int b; (b = in.read()) >= 0 && b != '\n';) {
                    line.append((char) b);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                return ENDED;
            }
            return line.isEmpty() ? ENDED : Integer.parseInt(line.substring(9, 12));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] chunked(byte[] body, int chunk) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += chunk) {
            int length = Math.min(chunk, body.length - at);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
            out.write(body, at, length);
            out.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        out.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    private int stored() {
        var tenant = receiver.role().bean(TenantTsdbs.class).get(new TenantId("default-tenant"));
        return StoredSamples.of(tenant.tsdb()).size();
    }

    @Test
    void takesBodiesInChunksAndAfterAWordThatItWill() throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Transfer-Encoding: chunked").send(chunked(GOOD, 3)).status()).isEqualTo(204);
        }
        try (var sender = new Sender()) {
            assertThat(sender.head("Expect: 100-continue", "Content-Length: " + GOOD.length).status()).isEqualTo(100);
            sender.socket.getInputStream().skipNBytes(2);
            assertThat(sender.send(GOOD).status()).isEqualTo(204);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e3", "abc", "99999999999999999999", "5, 6", "0x10"})
    void refusesLengthsThatAreNone(String length) throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Content-Length: " + length).send(GOOD).end().status()).isIn(400, 413, ENDED);
        }
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {40_000_000, Integer.MAX_VALUE, 1L << 32, (1L << 32) + 10, 1L << 60})
    void refusesALengthThatIsTooLargeBeforeTheBodyComes(long length) throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Content-Length: " + length).status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length,1", "Transfer-Encoding,0"})
    void endsWithASenderThatBreaksOff(String header, int unused) throws IOException {
        String value = unused == 1 ? "" + (GOOD.length + 1) : "chunked\r\n\r\n" + Integer.toHexString(GOOD.length + 1);
        try (var sender = new Sender()) {
            assertThat(sender.head(header + ": " + value).send(GOOD).end().status()).isIn(400, ENDED);
        }
        assertThat(stored()).isZero();
    }

    @Test
    void readsNoMoreThanIsDeclared() throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Content-Length: " + (GOOD.length - 1)).send(GOOD).status()).isEqualTo(400);
        }
        try (var sender = new Sender()) {
            assertThat(sender.head("Content-Length: " + GOOD.length, "Content-Length: 1").send(GOOD).end().status())
                    .isIn(400, ENDED);
        }
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "-1", "ffffffffffffffff", "", "1 2"})
    void refusesChunksWhoseLengthIsNone(String length) throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Transfer-Encoding: chunked").send(length + "\r\n").send(GOOD).end().status())
                    .isIn(400, ENDED);
        }
        assertThat(stored()).isZero();
    }

    @Test
    void endsABodyThatNeverEnds() throws IOException {
        byte[] chunk = new byte[1 << 20];
        int sent = 0;
        try (var sender = new Sender()) {
            sender.head("Transfer-Encoding: chunked");
            for (; sent < 200; sent++) {
                sender.send("100000\r\n").send(chunk).send("\r\n");
            }
        } catch (IOException expected) {
            // The other side has had enough.
        }
        // What is allowed, and what the buffers of two sockets may hold.
        assertThat(sent).as("MiB taken of an endless body").isBetween(30, 90);
    }

    @ParameterizedTest
    @CsvSource({"gzip,415", "zstd,415", "br,415", "'snappy, snappy',415", "snappy,204", "SNAPPY,204", "'',204"})
    void takesOneEncoding(String encoding, int status) throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("Content-Encoding: " + encoding, "Content-Length: " + GOOD.length).send(GOOD)
                    .status()).isEqualTo(status);
        }
    }

    @Test
    void allocatesNothingForWhatSnappyOnlyClaims() throws IOException {
        for (String length : List.of("\u00ff\u00ff\u00ff\u00ff\u000f", "\u0080\u0080\u0080\u0080\u0008",
                "\u00ff\u00ff\u00ff\u007f", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0001")) {
            for (int i = 0; i < 50; i++) {
                try (var sender = new Sender()) {
                    assertThat(
                            sender.head("Content-Length: " + (length.length() + 3)).send(length + "\u0000ab").status())
                            .isIn(400, 413);
                }
            }
        }
    }

    @Test
    void reservesNoMemoryForBodiesThatDoNotCome() throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        int claim = 30 << 20;
        int count = (int) Math.min(1000, heap / claim * 2 + 10);
        var senders = new ArrayList<Sender>();
        try {
            for (int i = 0; i < count; i++) {
                var sender = new Sender();
                senders.add(sender);
                sender.head("Content-Length: " + claim).send("x");
            }
            takesOneMore();
        } finally {
            for (Sender sender : senders) {
                sender.close();
            }
        }
    }

    private void takesOneMore() {
        assertThat(receiver.write("more", Requests.series(NOW, 1, "__name__", "up")).statusCode()).isEqualTo(204);
    }

    @Test
    void refusesHeadersWithoutEnd() throws IOException {
        try (var sender = new Sender()) {
            assertThat(sender.head("X: " + "x".repeat(100_000), "Content-Length: 0").status()).isIn(400, 413, 431,
                    ENDED);
        }
        try (var sender = new Sender()) {
            assertThat(sender.send("POST /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n").status()).isIn(400, 413, 414,
                    ENDED);
        }
    }

    @Test
    void blamesTheSenderForWhateverComes() throws IOException {
        long seed = Long.getLong("hypnos.seed", System.nanoTime());
        var random = new Random(seed);
        byte[] plain = (new String(
                ("POST /api/v1/receive HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-protobuf\r\n"
                        + "Content-Encoding: snappy\r\nContent-Length: " + GOOD.length + "\r\n\r\n")
                        .getBytes(ISO_8859_1),
                ISO_8859_1) + new String(GOOD, ISO_8859_1)).getBytes(ISO_8859_1);
        for (int round = 0; round < Integer.getInteger("hypnos.fuzz.connections", 500); round++) {
            byte[] bytes = plain.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try (var sender = new Sender()) {
                int status = sender.send(bytes).end().status();
                assertThat(status).as("seed %d, round %d", seed, round)
                        .satisfiesAnyOf(s -> assertThat(s).isBetween(400, 499), s -> assertThat(s).isIn(ENDED, 204));
            }
        }
    }
}
