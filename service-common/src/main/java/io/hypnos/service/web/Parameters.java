package io.hypnos.service.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.LabelText;
import io.hypnos.service.flags.FlagDuration;

/// Typed reading of a [Form], with Prometheus' wording of what is wrong. An absent or empty parameter gives the default that the caller names.
public final class Parameters {

    /// How Prometheus' clients write "from ever" and "for ever".
    private static final String MIN_TIME = "-292273086-05-16T16:47:06Z";
    private static final String MAX_TIME = "292277025-08-18T07:12:54.999999999Z";

    private static final double NANOS = 1e9;

    private final Form form;

    public Parameters(Form form) {
        this.form = form;
    }

    /// Epoch milliseconds of a time given as seconds with a fraction, or as RFC 3339.
    public long time(String name, long otherwise) {
        String text = form.first(name);
        return text.isEmpty() ? otherwise : parseTime(name, text);
    }

    /// As [#time(String, long)], for a time that must be there.
    public long requiredTime(String name) {
        return parseTime(name, form.first(name));
    }

    public Duration duration(String name, Duration otherwise) {
        String text = form.first(name);
        return text.isEmpty() ? otherwise : parseDuration(name, text);
    }

    /// As [#duration(String, Duration)], for a duration that must be there.
    public Duration requiredDuration(String name) {
        return parseDuration(name, form.first(name));
    }

    /// Go's spellings of true and false.
    public boolean flag(String name, boolean otherwise) {
        String text = form.first(name);
        return switch (text) {
            case "" -> otherwise;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw ApiException.invalidParameter(name,
                    "strconv.ParseBool: parsing " + quoted(text) + ": invalid syntax");
        };
    }

    /// A number of results; 0, the default, for all.
    public int limit(String name) {
        int limit = number(name, 0);
        if (limit < 0) {
            throw ApiException.invalidParameter(name, "limit must be non-negative");
        }
        return limit;
    }

    public int number(String name, int otherwise) {
        String text = form.first(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalidParameter(name, "strconv.Atoi: parsing " + quoted(text) + ": invalid syntax");
        }
    }

    private static long parseTime(String name, String text) {
        Double seconds = parseFloat(text);
        if (seconds != null && !seconds.isNaN()) {
            double whole = Math.floor(seconds);
            return Math.round(whole * 1000 + Math.rint((seconds - whole) * 1000));
        }
        return parseRfc3339(text).orElseThrow(
                () -> ApiException.invalidParameter(name, "cannot parse " + quoted(text) + " to a valid timestamp"));
    }

    private static OptionalLong parseRfc3339(String text) {
        if (text.equals(MIN_TIME)) {
            return OptionalLong.of(Long.MIN_VALUE);
        }
        if (text.equals(MAX_TIME)) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
        try {
            return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static Duration parseDuration(String name, String text) {
        Double seconds = parseFloat(text);
        if (seconds != null && !seconds.isNaN()) {
            double nanos = seconds * NANOS;
            if (Math.abs(nanos) > Long.MAX_VALUE) {
                throw ApiException.invalidParameter(name,
                        "cannot parse " + quoted(text) + " to a valid duration. It overflows int64");
            }
            return Duration.ofNanos((long) nanos);
        }
        try {
            return FlagDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter(name, "cannot parse " + quoted(text) + " to a valid duration");
        }
    }

    /// A decimal number; null for what only Java would take for one (`1d`, `0x1p3`, blanks).
    private static @Nullable Double parseFloat(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return null;
            }
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder();
        LabelText.appendQuoted(quoted, text);
        return quoted.toString();
    }
}
