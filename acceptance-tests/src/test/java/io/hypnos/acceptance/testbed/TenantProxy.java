package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// Names the tenant of remote writes that pass through it, as a proxy before a receiver does for senders that cannot. Debian's build of Prometheus 2.42
/// is one: it reads the `headers` of a remote write and does not send them.
public final class TenantProxy implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI receiver;
    private final String tenant;

    /// @param receiver host and port of remote write
    public TenantProxy(String receiver, String tenant) throws IOException {
        this.receiver = URI.create("http://" + receiver + "/api/v1/receive");
        this.tenant = tenant;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1/receive", this::forward);
        server.start();
    }

    /// Where to write to.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/receive";
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(receiver).setHeader("THANOS-TENANT", tenant)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (name.startsWith("Content-") && !name.equals("Content-length") || name.startsWith("X-")) {
                    request.setHeader(name, values.getFirst());
                }
            });
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
