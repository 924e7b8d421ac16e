package io.hypnos.promql.number;

import java.nio.charset.StandardCharsets;

/// Writes numbers as ASCII into arrays, digit for digit as Go prints them, without allocating. Each method writes from `at` on and returns
/// the position behind what it wrote. Not for use by several threads.
///
/// Integers and numbers of few decimals, which most samples are, go a short way: below 2^53 an integer's own digits are its shortest, and a
/// number that is an integer of up to 15 digits divided by 1000 has no shorter digits than that integer's. All others cost a [ShortestDigits].
public final class NumberBytes {

    /// Room that [#plain] needs at most.
    public static final int MAX_PLAIN = 352;

    /// Room that all other methods need at most.
    public static final int MAX_LENGTH = 26;

    private static final long EXACT_INTEGERS = 1L << 53;
    private static final double EXACT_DECIMALS = 1e12;
    private static final int MAX_DIGITS = 20;
    private static final byte[] NAN = "NaN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLUS_INF = "+Inf".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MINUS_INF = "-Inf".getBytes(StandardCharsets.US_ASCII);
    /// `00` to `99`.
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private final ShortestDigits shortest = new ShortestDigits();
    private final byte[] scratch = new byte[MAX_DIGITS];

    /// As [#plain], but with an exponent below 1e-6 and from 1e21 on, as the HTTP API prints sample values.
    public int json(double value, byte[] out, int at) {
        double abs = Math.abs(value);
        if (abs != 0 && (abs < 1e-6 || abs >= 1e21) && abs < Double.POSITIVE_INFINITY) {
            int start = sign(value, out, at);
            shortest.of(value);
            return exponential(out, start);
        }
        return plain(value, out, at);
    }

    /// Shortest digits without an exponent. Needs room for [#MAX_PLAIN] bytes.
    public int plain(double value, byte[] out, int at) {
        long whole = (long) value;
        if (whole == value && whole < EXACT_INTEGERS && whole > -EXACT_INTEGERS) {
            return whole == 0 ? zero(value, out, at) : integer(whole, out, at);
        }
        double abs = Math.abs(value);
        if (abs < EXACT_DECIMALS) {
            long thousandths = Math.round(abs * 1000);
            if (thousandths / 1000.0 == abs) {
                return decimals(thousandths, out, sign(value, out, at));
            }
        } else if (!(abs < Double.POSITIVE_INFINITY)) {
            return special(value, out, at);
        }
        int start = sign(value, out, at);
        shortest.of(value);
        return positional(out, start);
    }

    /// A whole number.
    public int integer(long value, byte[] out, int at) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
                return copy(text, out, at);
            }
            out[at] = '-';
            return integer(-value, out, at + 1);
        }
        int first = digits(value);
        System.arraycopy(scratch, first, out, at, MAX_DIGITS - first);
        return at + MAX_DIGITS - first;
    }

    /// Milliseconds as seconds with no more decimals than needed.
    public int seconds(long millis, byte[] out, int at) {
        int start = at;
        long abs = millis;
        if (millis < 0) {
            out[start++] = '-';
            abs = -millis;
        }
        return decimals(abs, out, start);
    }

    /// Milliseconds as seconds with three decimals or none, as Prometheus writes the times of samples.
    public int timestamp(long millis, byte[] out, int at) {
        int start = at;
        long abs = millis;
        if (millis < 0) {
            out[start++] = '-';
            abs = -millis;
        }
        int end = integer(abs / 1000, out, start);
        int rest = (int) (abs % 1000);
        if (rest == 0) {
            return end;
        }
        out[end] = '.';
        out[end + 1] = (byte) ('0' + rest / 100);
        out[end + 2] = (byte) ('0' + rest / 10 % 10);
        out[end + 3] = (byte) ('0' + rest % 10);
        return end + 4;
    }

    private int decimals(long thousandths, byte[] out, int at) {
        int end = integer(thousandths / 1000, out, at);
        int rest = (int) (thousandths % 1000);
        if (rest == 0) {
            return end;
        }
        out[end] = '.';
        out[end + 1] = (byte) ('0' + rest / 100);
        if (rest % 100 == 0) {
            return end + 2;
        }
        out[end + 2] = PAIRS[rest % 100 * 2];
        if (rest % 10 == 0) {
            return end + 3;
        }
        out[end + 3] = (byte) ('0' + rest % 10);
        return end + 4;
    }

    /// Fills the end of the scratch with the digits of a number and returns where they start.
    private int digits(long value) {
        int at = MAX_DIGITS;
        long rest = value;
        while (rest >= 100) {
            long next = rest / 100;
            int pair = (int) (rest - next * 100) * 2;
            scratch[--at] = PAIRS[pair + 1];
            scratch[--at] = PAIRS[pair];
            rest = next;
        }
        if (rest >= 10) {
            scratch[--at] = PAIRS[(int) rest * 2 + 1];
            scratch[--at] = PAIRS[(int) rest * 2];
        } else {
            scratch[--at] = (byte) ('0' + rest);
        }
        return at;
    }

    private int positional(byte[] out, int start) {
        int first = digits(shortest.digits());
        int count = MAX_DIGITS - first;
        int point = count + shortest.exponent();
        int at = start;
        if (point <= 0) {
            out[at++] = '0';
            out[at++] = '.';
            at = zeros(-point, out, at);
            System.arraycopy(scratch, first, out, at, count);
            return at + count;
        }
        if (point >= count) {
            System.arraycopy(scratch, first, out, at, count);
            return zeros(point - count, out, at + count);
        }
        System.arraycopy(scratch, first, out, at, point);
        out[at + point] = '.';
        System.arraycopy(scratch, first + point, out, at + point + 1, count - point);
        return at + count + 1;
    }

    private int exponential(byte[] out, int start) {
        int first = digits(shortest.digits());
        int count = MAX_DIGITS - first;
        int exponent = count + shortest.exponent() - 1;
        int at = start;
        out[at++] = scratch[first];
        if (count > 1) {
            out[at++] = '.';
            System.arraycopy(scratch, first + 1, out, at, count - 1);
            at += count - 1;
        }
        out[at++] = 'e';
        out[at++] = (byte) (exponent < 0 ? '-' : '+');
        int abs = Math.abs(exponent);
        if (abs >= 100) {
            out[at++] = (byte) ('0' + abs / 100);
        }
        out[at++] = PAIRS[abs % 100 * 2];
        out[at++] = PAIRS[abs % 100 * 2 + 1];
        return at;
    }

    private static int zeros(int count, byte[] out, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = '0';
        }
        return at + count;
    }

    private static int sign(double value, byte[] out, int at) {
        if (Double.doubleToRawLongBits(value) >= 0) {
            return at;
        }
        out[at] = '-';
        return at + 1;
    }

    private static int zero(double value, byte[] out, int at) {
        int end = sign(value, out, at);
        out[end] = '0';
        return end + 1;
    }

    private static int special(double value, byte[] out, int at) {
        byte[] text = Double.isNaN(value) ? NAN : value > 0 ? PLUS_INF : MINUS_INF;
        return copy(text, out, at);
    }

    private static int copy(byte[] text, byte[] out, int at) {
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }
}
