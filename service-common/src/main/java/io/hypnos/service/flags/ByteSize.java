package io.hypnos.service.flags;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as flags write it: `250MB`, `1MiB`, `512KB`, `64B`. Units are powers of 1024 with and without the `i`, as in Thanos. A
/// bare number counts bytes.
public record ByteSize(long bytes) {

    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGTPE]?)I?B?");
    private static final String UNITS = "KMGTPE";

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size " + bytes);
        }
    }

    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /// @throws IllegalArgumentException for anything else than a size below 8 EiB
    public static ByteSize parse(String text) {
        Matcher parts = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a size: \"" + text + "\", want a number with B, KB, MB, GB, TB, PB or EB");
        }
        int power = parts.group(2).isEmpty() ? 0 : UNITS.indexOf(parts.group(2)) + 1;
        BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("size out of range: \"" + text + "\"");
        }
        return new ByteSize(bytes.longValue());
    }

    /// In the largest unit that is exact: `250MiB`.
    @Override
    public String toString() {
        long rest = bytes;
        int power = 0;
        while (rest != 0 && rest % 1024 == 0 && power < UNITS.length()) {
            rest /= 1024;
            power++;
        }
        return rest + (power == 0 ? "B" : UNITS.charAt(power - 1) + "iB");
    }
}
