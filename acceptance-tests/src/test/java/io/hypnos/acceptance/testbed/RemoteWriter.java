package io.hypnos.acceptance.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.xerial.snappy.Snappy;

import io.hypnos.proto.prompb.Label;
import io.hypnos.proto.prompb.Sample;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;

/// Sends remote write 1.0 as Prometheus does, one request at a time.
public final class RemoteWriter implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
            .build();
    private final String tenant;

    /// Samples of one series.
    ///
    /// @param labels with the name of the metric under `__name__`
    public record Series(Map<String, String> labels, List<Point> points) {

        /// A series with one sample.
        public static Series of(Map<String, String> labels, long millis, double value) {
            return new Series(labels, List.of(new Point(millis, value)));
        }
    }

    public record Point(long millis, double value) {}

    /// What a receiver answered.
    public record Answer(int status, String body) {

        public boolean accepted() {
            return status / 100 == 2;
        }
    }

    public RemoteWriter(String tenant) {
        this.tenant = tenant;
    }

    /// @param address host and port of a receiver's remote write
    public Answer send(String address, List<Series> series) throws IOException, InterruptedException {
        var request = WriteRequest.newBuilder();
        for (Series one : series) {
            var wire = TimeSeries.newBuilder();
            new TreeMap<>(one.labels()).forEach((name, value) -> wire
                    .addLabels(Label.newBuilder().setName(name).setValue(value)));
            one.points().forEach(point -> wire
                    .addSamples(Sample.newBuilder().setTimestamp(point.millis()).setValue(point.value())));
            request.addTimeseries(wire);
        }
        return sendBody(address, Snappy.compress(request.build().toByteArray()));
    }

    /// Sends any bytes for a body.
    public Answer sendBody(String address, byte[] body) throws IOException, InterruptedException {
        var response = http.send(HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/receive"))
                .timeout(TIMEOUT).header("Content-Type", "application/x-protobuf").header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0").header("THANOS-TENANT", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString(UTF_8));
        return new Answer(response.statusCode(), response.body().strip());
    }

    /// Sends and fails unless it was accepted.
    public void store(String address, List<Series> series) throws IOException, InterruptedException {
        Answer answer = send(address, series);
        if (!answer.accepted()) {
            throw new AssertionError("HTTP " + answer.status() + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
