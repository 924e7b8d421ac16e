package io.hypnos.allinone.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.xerial.snappy.Snappy;

import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;

/// A receiver of remote write 1.0 that keeps samples in memory and gives them back over the query API, as far as the load tool asks.
final class RecordingReceiver implements AutoCloseable {

    private static final Pattern SELECTOR = Pattern.compile("\\{cluster=\"(.*)\",pod=\"(.*)\"}\\[(\\d+)ms]");
    private static final double STALE = Double.longBitsToDouble(0x7FF0000000000002L);

    final Map<Map<String, String>, Map<Long, Object>> stored = new ConcurrentHashMap<>();
    final List<String> tenants = Collections.synchronizedList(new ArrayList<>());
    final List<Map<String, String>> extraSeries = new ArrayList<>();
    /// Series whose samples each come twice in a row.
    final Set<Map<String, String>> stuttering = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile IntSupplier status = () -> 204;

    RecordingReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/write", this::write);
        server.createContext("/api/v1/query", this::query);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Decides each answer; requests are only kept when it is 204.
    void answering(IntSupplier answers) {
        status = answers;
    }

    private void write(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            tenants.add(exchange.getRequestHeaders().getFirst("THANOS-TENANT"));
            int answer = status.getAsInt();
            if (answer == 204) {
                WriteRequest.parseFrom(Snappy.uncompress(body)).getTimeseriesList().forEach(this::keep);
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private void keep(TimeSeries series) {
        var labels = new TreeMap<String, String>();
        series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
        Map<Long, Object> samples = stored.computeIfAbsent(labels, l -> new ConcurrentSkipListMap<>());
        series.getSamplesList().forEach(sample -> {
            if (Double.doubleToRawLongBits(sample.getValue()) != Double.doubleToRawLongBits(STALE)) {
                samples.put(sample.getTimestamp(), sample.getValue());
            }
        });
        series.getHistogramsList().forEach(histogram -> samples.put(histogram.getTimestamp(), histogram));
    }

    private void query(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = new TreeMap<String, String>();
            for (String pair : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
                form.put(pair.substring(0, pair.indexOf('=')),
                        URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8));
            }
            Matcher selector = SELECTOR.matcher(form.get("query"));
            if (!selector.matches()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            long end = Math.round(Double.parseDouble(form.get("time")) * 1000);
            long start = end - Long.parseLong(selector.group(3));
            var series = new ArrayList<String>();
            stored.forEach((labels, samples) -> {
                if (selector.group(1).equals(labels.get("cluster")) && selector.group(2).equals(labels.get("pod"))) {
                    int times = stuttering.contains(labels) ? 2 : 1;
                    series.add(json(labels, samples, start, end, times));
                    if (extraSeries.contains(labels)) {
                        series.add(json(labels, samples, start, end, times));
                    }
                }
            });
            byte[] answer = ("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                    + String.join(",", series) + "]},\"warnings\":[]}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String json(Map<String, String> labels, Map<Long, Object> samples, long start, long end,
            int times) {
        var metric = new ArrayList<String>();
        labels.forEach((name, value) -> metric.add("\"" + name + "\":\"" + value + "\""));
        var floats = new ArrayList<String>();
        var histograms = new ArrayList<String>();
        samples.forEach((time, sample) -> {
            if (time > start && time <= end) {
                String at = "[" + time / 1000 + "." + String.format("%03d", time % 1000) + ",";
                for (int i = 0; i < times; i++) {
                    if (sample instanceof Histogram histogram) {
                        histograms.add(at + json(histogram) + "]");
                    } else {
                        floats.add(at + "\"" + sample + "\"]");
                    }
                }
            }
        });
        return "{\"metric\":{" + String.join(",", metric) + "}"
                + (floats.isEmpty() ? "" : ",\"values\":[" + String.join(",", floats) + "]")
                + (histograms.isEmpty() ? "" : ",\"histograms\":[" + String.join(",", histograms) + "]") + "}";
    }

    private static String json(Histogram histogram) {
        var buckets = new ArrayList<String>();
        if (histogram.getZeroCountInt() > 0) {
            buckets.add("[3,\"-1\",\"1\",\"" + histogram.getZeroCountInt() + "\"]");
        }
        long count = 0;
        for (long delta : histogram.getPositiveDeltasList()) {
            count += delta;
            if (count > 0) {
                buckets.add("[0,\"1\",\"2\",\"" + count + "\"]");
            }
        }
        return "{\"count\":\"" + histogram.getCountInt() + "\",\"sum\":\"" + histogram.getSum() + "\",\"buckets\":["
                + String.join(",", buckets) + "]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
