package io.hypnos.service.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/// One line of `key=value` pairs per event; values are quoted where they need it, as go-kit does.
final class LogfmtEncoder extends EncoderBase<ILoggingEvent> {

    private final LogLine line;

    LogfmtEncoder(String name, boolean stackTraces) {
        line = new LogLine(name, stackTraces);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var text = new StringBuilder(160);
        line.fields(event).forEach((key, value) -> {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            appendKey(text, key);
            text.append('=');
            appendValue(text, value);
        });
        return text.append('\n').toString().getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static void appendKey(StringBuilder text, String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            text.append(c <= ' ' || c == '=' || c == '"' ? '_' : c);
        }
    }

    private static void appendValue(StringBuilder text, String value) {
        if (isPlain(value)) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '=' || c == '"' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
