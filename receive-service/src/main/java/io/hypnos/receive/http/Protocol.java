package io.hypnos.receive.http;

import java.util.Locale;

/// The versions of remote write.
enum Protocol {
    V1, V2;

    private static final String TYPE = "application/x-protobuf";
    private static final String V1_MESSAGE = "prometheus.WriteRequest";
    private static final String V2_MESSAGE = "io.prometheus.write.v2.Request";

    /// The version in which a request is written; without any word about it, 1.0.
    ///
    /// @throws RefusedException for content that is of neither
    static Protocol of(IncomingWrite request) {
        String encoding = request.header("Content-Encoding", "snappy");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("snappy")) {
            throw new RefusedException(415,
                    encoding + " encoding (compression) is not accepted by this server; only snappy is acceptable");
        }
        String type = request.header("Content-Type", TYPE);
        String[] parts = type.split(";");
        if (!parts[0].strip().equalsIgnoreCase(TYPE) && !type.isBlank()) {
            throw new RefusedException(415,
                    "expected " + TYPE + " as the first (media) part, got " + type + " content-type");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("proto=")) {
                return ofMessage(parameter.substring("proto=".length()).strip(), type);
            }
        }
        return V1;
    }

    private static Protocol ofMessage(String message, String type) {
        return switch (message) {
            case V1_MESSAGE -> V1;
            case V2_MESSAGE -> V2;
            default -> throw new RefusedException(415,
                    "got " + type + " content type; unknown remote write protobuf message " + message
                            + ", supported: " + V1_MESSAGE + ", " + V2_MESSAGE);
        };
    }
}
