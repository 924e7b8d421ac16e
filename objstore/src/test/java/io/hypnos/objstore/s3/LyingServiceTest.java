package io.hypnos.objstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// What becomes of answers that are not what they should be: each must end in an error, never in wrong bytes.
class LyingServiceTest {

    private static final ObjectKey KEY = ObjectKey.of("block", "index");

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket server;
    private S3Bucket bucket;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        executor.submit(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                executor.submit(() -> serve(socket));
            }
            return null;
        });
        bucket = EmbeddedS3.open("127.0.0.1:" + server.getLocalPort(), "thanos", EmbeddedS3.SECRET_KEY, false, true);
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
        server.close();
        executor.shutdownNow();
    }

    @Test
    void reportsABodyThatEndsBeforeItsLength() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nonly this";

        try (InputStream body = bucket.get(KEY)) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void reportsARangeThatEndsBeforeItsLength() throws IOException {
        answer = "HTTP/1.1 206 Partial Content\r\nContent-Length: 50\r\nContent-Range: bytes 10-59/100\r\n"
                + "Connection: close\r\n\r\nonly this";

        try (InputStream body = bucket.getRange(KEY, 10, 50)) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAnotherRangeThanItAskedFor() {
        answer = "HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\nContent-Range: bytes 0-3/100\r\n"
                + "Connection: close\r\n\r\nabcd";

        assertThatThrownBy(() -> bucket.getRange(KEY, 10, 4)).isInstanceOf(IOException.class)
                .hasMessage("asked for 4 bytes of block/index from 10, was sent bytes 0-3/100");
    }

    @Test
    void refusesTheWholeObjectInsteadOfARange() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789";

        assertThatThrownBy(() -> bucket.getRange(KEY, 5, 2)).isInstanceOf(IOException.class)
                .hasMessageContaining("was sent 10 bytes from the start");
    }

    @Test
    void takesTheStartOfTheWholeObjectForARangeFromTheStart() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789";

        try (InputStream body = bucket.getRange(KEY, 0, 2)) {
            assertThat(body.readAllBytes()).isEqualTo("01".getBytes(UTF_8));
        }
    }

    @Test
    void refusesABodyWithoutALength() {
        answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhow much more?";

        assertThatThrownBy(() -> bucket.get(KEY)).isInstanceOf(IOException.class)
                .hasMessageContaining("without its length");
    }

    @Test
    void takesAnErrorPageForTroubleThatMayPass() {
        String page = "<html><body>404 page not found</body></html>";
        answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: " + page.length()
                + "\r\nConnection: close\r\n\r\n" + page;

        assertThatThrownBy(() -> bucket.get(KEY)).isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectNotFoundException.class).isNotInstanceOf(BucketRefusedException.class);
        assertThatThrownBy(() -> bucket.list(Optional.empty(), Listing.ONE_LEVEL)).isInstanceOf(IOException.class)
                .isNotInstanceOf(BucketRefusedException.class);
    }

    @Test
    void takesAnErrorPageInsteadOfAListingForAnError() {
        String page = "<html><body>please log in</body></html>";
        answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length()
                + "\r\nConnection: close\r\n\r\n" + page;

        assertThatThrownBy(() -> bucket.list(Optional.empty(), Listing.ONE_LEVEL)).isInstanceOf(IOException.class);
    }

    @Test
    void takesThrottlingForTroubleThatMayPass() {
        String error = "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate."
                + "</Message></Error>";
        answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/xml\r\nContent-Length: "
                + error.length() + "\r\nConnection: close\r\n\r\n" + error;

        assertThatThrownBy(() -> bucket.get(KEY)).isInstanceOf(IOException.class)
                .isNotInstanceOf(BucketRefusedException.class).hasMessageContaining("SlowDown");
    }

    @Test
    void doesNotFollowRedirects() {
        answer = "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n";

        assertThatThrownBy(() -> bucket.get(KEY)).isInstanceOf(IOException.class)
                .hasMessageNotContaining("refused");
    }

    private Void serve(Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            int newlines = 0;
            while (newlines < 2) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
            }
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        }
        return null;
    }
}
