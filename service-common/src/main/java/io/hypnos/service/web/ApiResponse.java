package io.hypnos.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import io.hypnos.series.Annotations;

/// The answer to a request. Its body is written after the handler has returned, on the same thread; while less than a block has been written,
/// a failure still becomes an error of the API, afterwards it breaks the connection.
///
/// @param headers besides the content type
public record ApiResponse(int status, String contentType, Map<String, String> headers, Body body) {

    private static final String JSON = "application/json";
    private static final Annotations NO_ANNOTATIONS = new Annotations();

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    /// What writes the bytes.
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /// `{"status":"success","data":…}`.
    public static ApiResponse data(JsonValue data) {
        return data(data, NO_ANNOTATIONS);
    }

    /// The same with what is to be said about the data. Incomplete data must not be cached: a warning that is not PromQL's own forbids it.
    public static ApiResponse data(JsonValue data, Annotations annotations) {
        boolean partial = annotations.warnings().stream().anyMatch(text -> !text.startsWith("PromQL "));
        Map<String, String> headers = partial ? Map.of("Cache-Control", "no-store") : Map.of();
        return new ApiResponse(200, JSON, headers, out -> Envelope.writeSuccess(out, data, annotations));
    }

    /// Any JSON, without an envelope.
    public static ApiResponse json(int status, JsonValue value) {
        return new ApiResponse(status, JSON, Map.of(), value::writeTo);
    }

    public static ApiResponse text(int status, String text) {
        return new ApiResponse(status, "text/plain; charset=utf-8", Map.of(), out -> out.write(text.getBytes(UTF_8)));
    }

    /// `{"status":"error",…}`.
    public static ApiResponse error(ApiException fault) {
        return new ApiResponse(fault.status(), JSON, Map.of("Cache-Control", "no-store"),
                out -> Envelope.writeError(out, fault));
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, "", Map.of(), out -> {});
    }

    public static ApiResponse redirect(String location) {
        return new ApiResponse(302, "", Map.of("Location", location), out -> {});
    }

    public ApiResponse withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, contentType, more, body);
    }
}
