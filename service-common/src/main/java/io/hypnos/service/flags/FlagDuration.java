package io.hypnos.service.flags;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of durations in flags, files and HTTP parameters: what Prometheus writes (`15d`, `1h30m`, `1w`) and what Go writes (`1.5h`,
/// `250ms`, `10us`), with an optional sign. A day has 24 hours and a year 365 days. Plain `0` needs no unit.
public final class FlagDuration {

    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|y|w|d|h|m|s)");
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private FlagDuration() {}

    /// @throws IllegalArgumentException for anything else than a duration of less than 293 years
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(rest);
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
            end = part.end();
        }
        if (rest.isEmpty() || end != rest.length()) {
            throw new IllegalArgumentException("not a valid duration string: \"" + text + "\"");
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw new IllegalArgumentException("duration out of range: \"" + text + "\"");
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return negative ? duration.negated() : duration;
    }

    /// As Prometheus writes it: days and larger units only where they fit exactly, `0s` for nothing; fractions of milliseconds are dropped.
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        if (millis < 0) {
            text.append('-');
            millis = -millis;
        }
        millis = appendExact(text, millis, 365 * MILLIS_PER_DAY, "y");
        millis = appendExact(text, millis, 7 * MILLIS_PER_DAY, "w");
        millis = appendExact(text, millis, MILLIS_PER_DAY, "d");
        millis = append(text, millis, 3_600_000L, "h");
        millis = append(text, millis, 60_000L, "m");
        millis = append(text, millis, 1_000L, "s");
        append(text, millis, 1L, "ms");
        return text.toString();
    }

    private static long appendExact(StringBuilder text, long millis, long unit, String name) {
        return millis % unit == 0 ? append(text, millis, unit, name) : millis;
    }

    private static long append(StringBuilder text, long millis, long unit, String name) {
        if (millis / unit > 0) {
            text.append(millis / unit).append(name);
        }
        return millis % unit;
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> MILLIS_PER_DAY * 1_000_000L;
            case "w" -> 7 * MILLIS_PER_DAY * 1_000_000L;
            case "y" -> 365 * MILLIS_PER_DAY * 1_000_000L;
            default -> throw new IllegalStateException("unit " + unit);
        };
    }
}
