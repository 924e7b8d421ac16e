package io.hypnos.series.regex;

import java.util.Arrays;

/// Accepts one value.
record LiteralMatcher(byte[] literal) implements ByteMatcher {

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        return length == literal.length
                && Arrays.equals(data, offset, offset + length, literal, 0, literal.length);
    }
}
