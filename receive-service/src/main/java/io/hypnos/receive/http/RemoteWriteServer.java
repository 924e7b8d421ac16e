package io.hypnos.receive.http;

import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import io.hypnos.service.web.RequestGate;

/// The port that senders of remote write know: `POST /api/v1/receive` and `GET /api/v1/status/tsdb`. Bodies are collected on the event loop,
/// never more than a write may have; the work is done on a virtual thread per request.
public final class RemoteWriteServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteServer.class);
    private static final String RECEIVE = "/api/v1/receive";
    private static final String STATUS = "/api/v1/status/tsdb";
    private static final String OTLP = "/api/v1/otlp";
    /// Bytes that do not shrink make a snappy block a little longer than its contents.
    private static final int MAX_PACKED_BYTES = WriteHandler.MAX_BODY_BYTES + WriteHandler.MAX_BODY_BYTES / 6 + 32;
    /// Reserved for a body before anything of it is there; what is declared need not come.
    private static final int FIRST_BYTES = 256 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration SLOWEST_BODY = Duration.ofMinutes(2);

    /// Its own: those that a process shares end with the first role that stops.
    private final LoopResources loops = LoopResources.create("remote-write");
    private final DisposableServer server;
    private final WriteHandler handler;
    private final @Nullable TsdbStatusPage status;
    private final @Nullable CertificateField tenantField;
    private final RequestGate gate = new RequestGate();

    /// Where to listen and how.
    ///
    /// @param tls         empty for plain text
    /// @param tenantField the field of clients' certificates that names their tenant; null when a header does
    public record Listening(InetSocketAddress address, Optional<SslContext> tls,
            @Nullable CertificateField tenantField) {}

    /// Starts to listen.
    ///
    /// @param status null for a node that stores nothing
    public RemoteWriteServer(Listening listening, WriteHandler handler, @Nullable TsdbStatusPage status) {
        this.handler = handler;
        this.status = status;
        this.tenantField = listening.tenantField();
        HttpServer http = HttpServer.create().runOn(loops).bindAddress(listening::address).idleTimeout(IDLE)
                .readTimeout(SLOWEST_BODY)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(8 * 1024).maxHeaderSize(64 * 1024))
                .handle(this::handle);
        SslContext tls = listening.tls().orElse(null);
        server = (tls == null ? http : http.secure(spec -> spec.sslContext(tls))).bindNow();
    }

    public int port() {
        return server.port();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String path = path(request);
        String method = request.method().name();
        if (path.equals(RECEIVE) && method.equals("POST")) {
            return receive(request, response);
        }
        if (path.equals(STATUS) && method.equals("GET") && status != null) {
            TsdbStatusPage page = status;
            return work(response, () -> page
                    .answer(new IncomingWrite(request.requestHeaders()::get, new byte[0], 0, null), query(request)));
        }
        if (path.equals(OTLP)) {
            return send(response,
                    Answer.text(501, "OTLP is not served by this version of hypnos; send remote write to " + RECEIVE));
        }
        boolean known = path.equals(RECEIVE) || path.equals(STATUS) && status != null;
        return send(response, Answer.text(known ? 405 : 404, known ? "method not allowed" : "not found"));
    }

    /// Empty for what is no path.
    private static String path(HttpServerRequest request) {
        try {
            return request.fullPath();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String query(HttpServerRequest request) {
        int mark = request.uri().indexOf('?');
        return mark < 0 ? "" : request.uri().substring(mark + 1);
    }

    private Publisher<Void> receive(HttpServerRequest request, HttpServerResponse response) {
        long declared = declaredLength(request);
        if (declared > MAX_PACKED_BYTES) {
            return refuse(response, "write request too large: " + declared + " bytes");
        }
        var body = new Body((int) declared);
        String clientName = clientName(request);
        // What is too long need not be read to its end, if it has one.
        return request.receive().doOnNext(body::add).takeUntil(part -> body.isTooLong())
                .then(Mono.defer(() -> body.isTooLong()
                        ? Mono.from(refuse(response, "write request too large"))
                        : Mono.from(work(response, () -> handler.handle(
                                new IncomingWrite(request.requestHeaders()::get, body.bytes, body.length,
                                        clientName))))));
    }

    /// 0 where nothing is declared.
    private static long declaredLength(HttpServerRequest request) {
        String text = request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH, "0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Publisher<Void> refuse(HttpServerResponse response, String reason) {
        response.keepAlive(false);
        return send(response, Answer.text(413, reason));
    }

    /// A body that is coming in.
    private static final class Body {
        private byte[] bytes;
        private int length;
        private boolean tooLong;

        private Body(int expected) {
            bytes = new byte[Math.clamp(expected, 1024, FIRST_BYTES)];
        }

        void add(ByteBuf part) {
            int count = part.readableBytes();
            if (tooLong || length + count > MAX_PACKED_BYTES) {
                tooLong = true;
                return;
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
            }
            part.readBytes(bytes, length, count);
            length += count;
        }

        boolean isTooLong() {
            return tooLong;
        }
    }

    /// What gives an answer, on a thread of its own.
    @FunctionalInterface
    private interface Work {
        Answer run();
    }

    private Publisher<Void> work(HttpServerResponse response, Work work) {
        if (!gate.enter()) {
            return send(response, Answer.text(503, "the service is stopping"));
        }
        return Mono.<Answer>create(sink -> Thread.ofVirtual().name("write").start(() -> {
            try {
                sink.success(work.run());
            } catch (Throwable e) {
                sink.error(e);
            } finally {
                gate.leave();
            }
        })).flatMap(answer -> Mono.from(send(response, answer)));
    }

    private static Publisher<Void> send(HttpServerResponse response, Answer answer) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.body().length == 0) {
            return response.send();
        }
        response.header(HttpHeaderNames.CONTENT_TYPE, answer.contentType()).header(HttpHeaderNames.CONTENT_LENGTH,
                Integer.toString(answer.body().length));
        NettyOutbound out = response.sendByteArray(Mono.just(answer.body()));
        return out.then();
    }

    private @Nullable String clientName(HttpServerRequest request) {
        CertificateField field = tenantField;
        if (field == null) {
            return null;
        }
        var name = new AtomicReference<>("");
        request.withConnection(connection -> {
            SslHandler tls = connection.channel().pipeline().get(SslHandler.class);
            if (tls != null) {
                name.set(nameIn(tls, field));
            }
        });
        return name.get();
    }

    private static String nameIn(SslHandler tls, CertificateField field) {
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? field.in(leaf) : "";
        } catch (SSLPeerUnverifiedException noCertificate) {
            return "";
        }
    }

    /// Refuses new requests, on connections that stay open, and waits for those that run.
    ///
    /// @return how many still run after `patience`
    public int drain(Duration patience) throws InterruptedException {
        gate.close();
        return gate.awaitEmpty(patience);
    }

    @Override
    public void close() {
        try {
            server.disposeNow(PATIENCE);
        } catch (IllegalStateException e) {
            LOG.atWarn().setMessage("the remote write port does not close in time").setCause(e).log();
        }
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }
}
