package io.hypnos.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/// One request between its connection and its handler. Used by the one thread that works for the request.
final class ApiCall {

    private static final Logger LOG = LoggerFactory.getLogger(ApiCall.class);
    private static final int CLIENT_GONE = 499;

    private final ApiHandler handler;
    private final ServerRequest request;
    private final byte[] body;
    private final MonoSink<ServerResponse> sink;
    private final ResponseStream stream = new ResponseStream();
    private final Abandonment abandonment = new Abandonment();

    ApiCall(ApiHandler handler, ServerRequest request, byte[] body, MonoSink<ServerResponse> sink) {
        this.handler = handler;
        this.request = request;
        this.body = body;
        this.sink = sink;
        sink.onCancel(this::abandon);
    }

    /// Answers the request and returns the HTTP status.
    int run() {
        ApiResponse response;
        try {
            response = handler.handle(read());
        } catch (Throwable thrown) {
            if (abandonment.isAbandoned()) {
                return CLIENT_GONE;
            }
            response = ApiResponse.error(ApiFaults.of(thrown));
        }
        return write(response);
    }

    long bytesWritten() {
        return stream.written();
    }

    /// A small answer that needs no thread.
    static Mono<ServerResponse> answer(ApiResponse response) {
        var whole = new ResponseStream();
        try {
            response.body().writeTo(whole);
        } catch (IOException e) {
            return Mono.error(e);
        }
        return whole(response, whole);
    }

    private ApiRequest read() {
        boolean isForm = request.headers().contentType()
                .map(type -> type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)).orElse(false);
        String query = request.uri().getRawQuery();
        Form form = Form.parse(isForm ? new String(body, UTF_8) : "", query == null ? "" : query);
        return new ApiRequest(request.method().name(), request.path(), request.pathVariables(),
                request.headers().asHttpHeaders(),
                isForm ? new byte[0] : body, form, abandonment);
    }

    private int write(ApiResponse response) {
        stream.committed().thenRun(() -> commit(response));
        try {
            response.body().writeTo(stream);
            if (stream.isCommitted()) {
                stream.finish();
            } else {
                whole(response, stream).subscribe(sink::success, sink::error);
            }
            return response.status();
        } catch (IOException | RuntimeException e) {
            return stream.isCommitted() ? breakOff(e) : writeFault(e);
        }
    }

    private int writeFault(Exception e) {
        ApiResponse response = ApiResponse.error(ApiFaults.of(e));
        stream.reset();
        try {
            response.body().writeTo(stream);
            whole(response, stream).subscribe(sink::success, sink::error);
        } catch (IOException impossible) {
            sink.error(impossible);
        }
        return response.status();
    }

    private int breakOff(Exception e) {
        if (!(e instanceof ClientGoneException)) {
            LOG.atWarn().setMessage("answer broken off").addKeyValue("path", request.path()).setCause(e).log();
        }
        try {
            stream.fail(e);
        } catch (IOException gone) {
            return CLIENT_GONE;
        }
        return CLIENT_GONE;
    }

    private void commit(ApiResponse response) {
        head(response).body(BodyInserters.fromDataBuffers(stream.blocks(this::abandon))).subscribe(sink::success,
                sink::error);
    }

    private void abandon() {
        stream.abandon();
        abandonment.abandon();
    }

    private static Mono<ServerResponse> whole(ApiResponse response, ResponseStream stream) {
        byte[] bytes = stream.wholeBody();
        if (bytes.length == 0) {
            return head(response).build();
        }
        DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(bytes);
        return head(response).contentLength(bytes.length).body(BodyInserters.fromDataBuffers(Mono.just(buffer)));
    }

    private static ServerResponse.BodyBuilder head(ApiResponse response) {
        var head = ServerResponse.status(response.status());
        if (!response.contentType().isEmpty()) {
            head.contentType(MediaType.parseMediaType(response.contentType()));
        }
        response.headers().forEach(head::header);
        return head;
    }
}
