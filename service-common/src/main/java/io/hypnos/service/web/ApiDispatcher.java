package io.hypnos.service.web;

import java.util.List;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.hypnos.service.metrics.HttpMetrics;

/// Turns [ApiRoutes] into WebFlux routes: reads the body, runs the handler on a virtual thread, writes what it answers and measures it.
public final class ApiDispatcher {

    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private final HttpMetrics metrics;
    private final RequestGate gate;
    private final String routePrefix;

    /// @param gate        closed when the role stops
    /// @param routePrefix before every path of the API; empty, or `/…` without a slash at its end
    public ApiDispatcher(HttpMetrics metrics, RequestGate gate, String routePrefix) {
        this.metrics = metrics;
        this.gate = gate;
        this.routePrefix = routePrefix;
    }

    public RouterFunction<ServerResponse> routerFor(List<ApiRoutes> all) {
        var router = RouterFunctions.route();
        for (ApiRoutes routes : all) {
            for (ApiRoutes.Route route : routes.routes()) {
                router.route(predicate(route), request -> readAndRun(route, request));
                announce(route);
            }
        }
        // A router without any route would be no router.
        router.route(RequestPredicates.path("/-/"), request -> ServerResponse.notFound().build());
        return router.build();
    }

    private void announce(ApiRoutes.Route route) {
        if (route.kind() == ApiRoutes.Kind.API) {
            route.methods().forEach(method -> metrics.announce(route.name(), method.name()));
        }
    }

    private RequestPredicate predicate(ApiRoutes.Route route) {
        String path = switch (route.kind()) {
            case API -> routePrefix + route.path();
            case OPERATIONAL -> route.path();
        };
        return RequestPredicates.methods(route.methods().toArray(HttpMethod[]::new)).and(RequestPredicates.path(path));
    }

    private Mono<ServerResponse> readAndRun(ApiRoutes.Route route, ServerRequest request) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            return run(route, request, new byte[0]);
        }
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BODY_BYTES)
                .map(ApiDispatcher::takeBytes)
                .defaultIfEmpty(new byte[0]).flatMap(body -> run(route, request, body))
                .onErrorResume(DataBufferLimitException.class, e -> ServerResponse.status(413).build());
    }

    private static byte[] takeBytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<ServerResponse> run(ApiRoutes.Route route, ServerRequest request, byte[] body) {
        boolean api = route.kind() == ApiRoutes.Kind.API;
        if (api && !gate.enter()) {
            return ApiCall
                    .answer(ApiResponse.error(new ApiException(ErrorType.UNAVAILABLE, 503, "the service is stopping")));
        }
        return Mono.create(sink -> {
            HttpMetrics.Measured measured = api ? metrics.begin(route.name(), request.method().name()) : null;
            var call = new ApiCall(route.handler(), request, body, sink);
            threads(route.kind()).name("http-" + route.name()).start(() -> {
                int status = call.run();
                if (measured != null) {
                    measured.end(status, body.length, call.bytesWritten());
                    gate.leave();
                }
            });
        });
    }

    /// Whether the process is well has to be said even while virtual threads with much to do, such as writing answers, have all processors.
    private static Thread.Builder threads(ApiRoutes.Kind kind) {
        return switch (kind) {
            case API -> Thread.ofVirtual();
            case OPERATIONAL -> Thread.ofPlatform().daemon();
        };
    }
}
