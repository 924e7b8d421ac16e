package io.hypnos.service.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import tools.jackson.core.io.JsonStringEncoder;

/// One JSON object of texts per event and line.
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

    private final LogLine line;

    JsonLogEncoder(String name, boolean stackTraces) {
        line = new LogLine(name, stackTraces);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var text = new StringBuilder(200);
        var quoting = JsonStringEncoder.getInstance();
        line.fields(event).forEach((key, value) -> {
            text.append(text.isEmpty() ? "{\"" : ",\"").append(quoting.quoteAsCharArray(key)).append("\":\"")
                    .append(quoting.quoteAsCharArray(value)).append('"');
        });
        return text.append("}\n").toString().getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
