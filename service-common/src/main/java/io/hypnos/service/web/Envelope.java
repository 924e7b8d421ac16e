package io.hypnos.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import tools.jackson.core.io.JsonStringEncoder;

import io.hypnos.series.Annotations;

/// Prometheus' JSON around every answer of the API. Lists of remarks end after ten, with the number of those left out.
final class Envelope {

    private static final int MAX_REMARKS = 10;

    private Envelope() {}

    static void writeSuccess(OutputStream out, JsonValue data, Annotations annotations) throws IOException {
        write(out, "{\"status\":\"success\",\"data\":");
        data.writeTo(out);
        writeRemarks(out, "warnings", "warning", annotations.warnings());
        writeRemarks(out, "infos", "info", annotations.infos());
        write(out, "}");
    }

    static void writeError(OutputStream out, ApiException fault) throws IOException {
        write(out, "{\"status\":\"error\",\"errorType\":\"" + fault.type().text() + "\",\"error\":");
        writeText(out, fault.text());
        write(out, "}");
    }

    private static void writeRemarks(OutputStream out, String field, String kind, List<String> remarks)
            throws IOException {
        if (remarks.isEmpty()) {
            return;
        }
        write(out, ",\"" + field + "\":[");
        int shown = Math.min(remarks.size(), MAX_REMARKS);
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                out.write(',');
            }
            writeText(out, remarks.get(i));
        }
        if (shown < remarks.size()) {
            out.write(',');
            writeText(out, (remarks.size() - shown) + " more " + kind + " annotations omitted");
        }
        write(out, "]");
    }

    private static void writeText(OutputStream out, String text) throws IOException {
        out.write('"');
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        out.write('"');
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
