package io.hypnos.promql.number;

import java.math.BigInteger;

/// Durations as Prometheus writes them: numbers with the units y (365 d), w, d, h, m, s and ms, from the largest to the smallest.
public final class Durations {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /// The length in nanoseconds of a text such as `1h30m`, or of `0`.
    ///
    /// @throws InvalidDurationException for anything else, and for more than 292 years
    public static long parse(String text) {
        if (text.equals("0")) {
            return 0;
        }
        if (text.isEmpty()) {
            throw new InvalidDurationException("empty duration string");
        }
        BigInteger sum = BigInteger.ZERO;
        int unitsUsed = 0;
        int at = 0;
        while (at < text.length()) {
            int digitsEnd = skip(text, at, true);
            int unitEnd = skip(text, digitsEnd, false);
            if (digitsEnd == at || unitEnd == digitsEnd || digitsEnd - at > 20) {
                throw invalid(text);
            }
            String unit = text.substring(digitsEnd, unitEnd);
            int index = indexOf(unit);
            if (index < 0) {
                throw new InvalidDurationException(
                        "unknown unit \"" + unit + "\" in duration \"" + text + "\"");
            }
            if (index < unitsUsed) {
                throw invalid(text);
            }
            unitsUsed = index + 1;
            sum = sum.add(new BigInteger(text.substring(at, digitsEnd))
                    .multiply(BigInteger.valueOf(MILLIS[index] * NANOS_PER_MILLI)));
            if (sum.compareTo(MAX) > 0) {
                throw new InvalidDurationException("duration out of range");
            }
            at = unitEnd;
        }
        return sum.longValue();
    }

    /// The text of a length in nanoseconds, of which only whole milliseconds are shown. Years and weeks are used only where nothing
    /// remains.
    public static String format(long nanos) {
        long millis = nanos / NANOS_PER_MILLI;
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        if (millis < 0) {
            text.append('-');
            millis = -millis;
        }
        for (int i = 0; i < UNITS.length; i++) {
            boolean onlyExact = i < 2;
            if (onlyExact && millis % MILLIS[i] != 0) {
                continue;
            }
            long count = millis / MILLIS[i];
            if (count > 0) {
                text.append(count).append(UNITS[i]);
                millis -= count * MILLIS[i];
            }
        }
        return text.toString();
    }

    /// Seconds of a length in nanoseconds: whole seconds plus the rest, each rounded, as Go computes it.
    public static double seconds(long nanos) {
        return nanos / 1_000_000_000L + (nanos % 1_000_000_000L) / 1e9;
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static int indexOf(String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return i;
            }
        }
        return -1;
    }

    private static InvalidDurationException invalid(String text) {
        return new InvalidDurationException("not a valid duration string: \"" + text + "\"");
    }
}
