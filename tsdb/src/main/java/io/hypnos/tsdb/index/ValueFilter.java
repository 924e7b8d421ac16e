package io.hypnos.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// A choice among the values of one label, none of which is ever empty.
public interface ValueFilter {

    /// Accepts every value.
    ValueFilter ALL = new ValueFilter() {
        @Override
        public String prefix() {
            return "";
        }

        @Override
        public boolean accepts(byte[] value, int offset, int length) {
            return true;
        }
    };

    /// What every accepted value starts with; may be empty.
    String prefix();

    /// Whether a slice of UTF-8 bytes is one of the chosen values.
    boolean accepts(byte[] value, int offset, int length);

    default boolean accepts(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return accepts(bytes, 0, bytes.length);
    }

    /// The values that a matcher accepts.
    static ValueFilter accepting(Matcher matcher) {
        return matcher.type() == MatchType.REGEX && matchesAnyText(matcher) ? ALL : new MatcherFilter(matcher, true);
    }

    /// The values that a matcher rejects.
    static ValueFilter rejecting(Matcher matcher) {
        return matcher.type() == MatchType.NOT_REGEX && matchesAnyText(matcher)
                ? ALL
                : new MatcherFilter(matcher, false);
    }

    private static boolean matchesAnyText(Matcher regex) {
        return regex.value().equals(".+") || regex.value().equals(".*");
    }

    /// The values for which the matcher answers as `accepted` says.
    record MatcherFilter(Matcher matcher, boolean accepted) implements ValueFilter {

        @Override
        public String prefix() {
            boolean positive = matcher.type().isNegative() != accepted;
            return switch (matcher.type()) {
                case EQUAL, NOT_EQUAL -> positive ? matcher.value() : "";
                case REGEX, NOT_REGEX -> positive ? matcher.regex().prefix() : "";
            };
        }

        @Override
        public boolean accepts(byte[] value, int offset, int length) {
            return matcher.matches(value, offset, length) == accepted;
        }
    }
}
