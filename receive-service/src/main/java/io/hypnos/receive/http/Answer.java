package io.hypnos.receive.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a request is answered.
///
/// @param headers besides length and type
/// @param body    text or JSON; empty for none
record Answer(int status, Map<String, String> headers, byte[] body, String contentType) {

    private static final Map<String, String> RETRY = Map.of("Retry-After", "5");

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0], "");
    }

    static Answer text(int status, String text) {
        return new Answer(status, status == 429 || status == 503 ? RETRY : Map.of(), (text + "\n").getBytes(UTF_8),
                "text/plain; charset=utf-8");
    }

    static Answer json(int status, byte[] json) {
        return new Answer(status, Map.of(), json, "application/json");
    }

    Answer with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, contentType);
    }
}
