package io.hypnos.series.regex;

import com.google.re2j.Pattern;

/// Runs an expression on RE2/J, whose time is linear in the value times the size of the expression. That is bounded: a value for which it
/// would take too long is refused.
final class ForeignMatcher implements ByteMatcher {

    /// Steps of RE2/J's machine per value, some tens of milliseconds.
    private static final long MAX_STEPS = 4_000_000;

    private final String regex;
    private final Pattern pattern;

    ForeignMatcher(String regex, Pattern pattern) {
        this.regex = regex;
        this.pattern = pattern;
    }

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        if ((long) length * pattern.programSize() > MAX_STEPS) {
            throw new RegexTooCostlyException(regex, length);
        }
        return pattern.matches(Utf8.decode(data, offset, length));
    }
}
