package io.hypnos.service.log;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

/// The fields of one log line, in order: `ts`, `caller`, `level`, `component`, `msg`, the event's own key-values, `err`.
final class LogLine {

    private static final String ROOT_PACKAGE = "io.hypnos.";

    private final String name;
    private final boolean stackTraces;

    /// @param name        of the process; empty for none
    /// @param stackTraces whether an exception is followed by where it came from
    LogLine(String name, boolean stackTraces) {
        this.name = name;
        this.stackTraces = stackTraces;
    }

    Map<String, String> fields(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        if (!name.isEmpty()) {
            fields.put("name", name);
        }
        fields.put("ts", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        String logger = event.getLoggerName();
        fields.put("caller", logger.substring(logger.lastIndexOf('.') + 1));
        fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        if (logger.startsWith(ROOT_PACKAGE)) {
            int end = logger.indexOf('.', ROOT_PACKAGE.length());
            fields.put("component", logger.substring(ROOT_PACKAGE.length(), end < 0 ? logger.length() : end));
        }
        fields.put("msg", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            fields.put("err", chain(event.getThrowableProxy()));
            if (stackTraces) {
                fields.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return fields;
    }

    private static String chain(IThrowableProxy thrown) {
        var text = new StringBuilder();
        for (IThrowableProxy cause = thrown; cause != null && text.length() < 2_000; cause = cause.getCause()) {
            if (!text.isEmpty()) {
                text.append(": ");
            }
            String type = cause.getClassName();
            text.append(type.substring(type.lastIndexOf('.') + 1));
            if (cause.getMessage() != null) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }
}
