package io.hypnos.query.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.hypnos.query.load.HeavyQueries.Heavy;
import io.hypnos.service.boot.RawHttp;
import io.hypnos.service.storeapi.StoreLimits;
import io.hypnos.service.storeapi.StoreServer;

/// Many heavy queries at once against a querier that may have 512 MB of memory: each is answered or refused, the process stays well and within
/// its limit, and its memory comes back. `-Dheavy.queries=100` asks that many, over more series and with more time, holds health checks to one
/// second and prints figures.
class HeavyQueriesTest {

    private static final int QUERIES = Integer.getInteger("heavy.queries", 36);
    private static final boolean LONG = QUERIES >= 100;
    private static final int SERIES = LONG ? 10_000 : 1_500;
    /// What is recommended for a limit of 512 MB; see the README of the module.
    private static final int HEAP_MEGABYTES = Integer.getInteger("heavy.heap", 224);
    /// What code, threads, the collector and buffers of the network may take besides the heap.
    private static final int RESERVE_MEGABYTES = 288;
    private static final String TIMEOUT = LONG ? "30s" : "4s";
    /// What may stay behind: caches, pooled buffers, code that has been loaded.
    private static final long MAX_LEFT_BYTES = 64L << 20;

    /// @param size  bytes of the body
    /// @param begin of the body
    private record Reply(Heavy query, int status, long size, String begin, long millis) {

        boolean isSound() {
            return switch (status) {
                case 200 -> begin.startsWith("{\"status\":\"success\"");
                case 400 -> begin.contains("\"errorType\":\"bad_data\"");
                case 413 -> true;
                case 422 -> begin.contains("\"errorType\":\"execution\"");
                case 503 -> begin.contains("\"errorType\":\"timeout\"");
                default -> false;
            };
        }
    }

    @Test
    void staysWellWhateverIsAsked() throws Exception {
        try (var store = new StoreServer("receive", new HeavyStore(SERIES), StoreLimits.NONE);
                var querier = new ChildQuerier("-Xmx" + HEAP_MEGABYTES + "m", "--endpoint=" + store.address(),
                        "--query.timeout=" + TIMEOUT)) {
            awaitStore(querier);
            RawHttp.get(querier.port(), "/api/v1/query?time=60&query=sum(heavy)");
            long before = querier.heapAfterCollection();
            long residentBefore = querier.residentMegabytes();
            List<Reply> replies;
            long slowestCheck;
            try (var health = new HealthWatch(querier.port())) {
                replies = askAll(querier.port());
                slowestCheck = health.slowestMillis();
            }
            assertThat(replies).allMatch(Reply::isSound);
            assertThat(querier.isAlive()).isTrue();
            assertThat(querier.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
            assertThat(RawHttp.get(querier.port(), "/metrics").text()).contains("hypnos_query_memory_bytes 0.0\n",
                    "thanos_query_concurrent_gate_queries_in_flight 0.0\n");
            assertThat(RawHttp.get(querier.port(), "/api/v1/query?time=60&query=count(heavy)").text())
                    .contains("\"" + SERIES + "\"");
            long peak = querier.peakMegabytes();
            long after = querier.heapAfterCollection();
            if (LONG) {
                report(replies);
                System.out.println("slowest health check " + slowestCheck + " ms; heap in use " + (before >> 20)
                        + " MB before, " + (after >> 20) + " MB after; resident " + residentBefore + " MB before, "
                        + peak
                        + " MB at most, " + querier.settledMegabytes() + " MB after");
                assertThat(slowestCheck).isLessThanOrEqualTo(1000);
            }
            assertThat(after).isLessThan(before + MAX_LEFT_BYTES);
            assertThat(peak).isLessThan(HEAP_MEGABYTES + RESERVE_MEGABYTES);
        }
    }

    private static void awaitStore(ChildQuerier querier) throws InterruptedException {
        while (querier.isAlive() && !RawHttp
                .get(querier.port(), "/api/v1/query?time=60&query=count(heavy)").text().contains("\"" + SERIES)) {
            Thread.sleep(50);
        }
    }

    private static List<Reply> askAll(int port) throws Exception {
        List<Heavy> kinds = HeavyQueries.all();
        var begin = new CountDownLatch(1);
        List<Future<Reply>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < QUERIES; i++) {
                Heavy query = kinds.get(i % kinds.size());
                futures.add(threads.submit(() -> {
                    begin.await();
                    return ask(client, port, query);
                }));
            }
            begin.countDown();
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> future : futures) {
                replies.add(future.get());
            }
            return replies;
        }
    }

    private static Reply ask(HttpClient client, int port, Heavy query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + query.path()))
                .header("Content-Type", "application/x-www-form-urlencoded").timeout(Duration.ofMinutes(10))
                .POST(HttpRequest.BodyPublishers.ofString(query.form())).build();
        long asked = System.nanoTime();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] begin = body.readNBytes(300);
            long size = begin.length + body.transferTo(OutputStream.nullOutputStream());
            return new Reply(query, response.statusCode(), size, new String(begin, StandardCharsets.UTF_8),
                    (System.nanoTime() - asked) / 1_000_000);
        }
    }

    private static void report(List<Reply> replies) {
        for (Reply reply : replies) {
            System.out.println(reply.status() + " " + reply.millis() + " ms " + reply.size() + " B " + reply.query()
                    + (reply.status() == 200 ? "" : " -> " + reply.begin()));
        }
        System.out.println(replies.size() + " queries: "
                + Collections.frequency(replies.stream().map(Reply::status).toList(), 200) + " answered");
    }
}
