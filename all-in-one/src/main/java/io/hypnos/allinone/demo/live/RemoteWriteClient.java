package io.hypnos.allinone.demo.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.xerial.snappy.Snappy;

/// Sends remote write 2.0 for one tenant, to the first of several receivers that answers. Used by one thread.
final class RemoteWriteClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
            .build();
    private final List<URI> receivers;
    private final String tenant;
    private int current;

    /// @param first number of the receiver to begin with
    RemoteWriteClient(List<URI> receivers, int first, String tenant) {
        this.receivers = List.copyOf(receivers);
        this.tenant = tenant;
        current = first % receivers.size();
    }

    /// What became of a request.
    sealed interface Outcome {
        /// All samples are stored.
        record Stored() implements Outcome {}

        /// They never will be, at least not all of them.
        record Refused(String why) implements Outcome {}

        /// They may be later.
        record Failed(String why) implements Outcome {}
    }

    Outcome send(byte[] request) throws InterruptedException {
        URI url = receivers.get(current);
        try {
            HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(url).timeout(TIMEOUT)
                    .header("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                    .header("Content-Encoding", "snappy").header("X-Prometheus-Remote-Write-Version", "2.0.0")
                    .header("User-Agent", "hypnos-demo").header("THANOS-TENANT", tenant)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Snappy.compress(request))).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            int status = response.statusCode();
            if (status >= 200 && status < 300) {
                return new Outcome.Stored();
            }
            String why = url + " answered " + status + ": " + new String(response.body(), UTF_8).strip();
            return status >= 500 || status == 429 ? failed(why) : new Outcome.Refused(why);
        } catch (IOException e) {
            return failed(url + ": " + e);
        }
    }

    private Outcome failed(String why) {
        current = (current + 1) % receivers.size();
        return new Outcome.Failed(why);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
