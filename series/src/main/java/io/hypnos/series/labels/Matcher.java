package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One condition on one label. A label that is missing has the empty value. Regexes are RE2's, anchored at both ends, and `.` matches
/// newlines. Immutable.
public final class Matcher {

    private final MatchType type;
    private final String name;
    private final String value;
    private final byte[] nameBytes;
    private final byte[] valueBytes;
    private final @Nullable RegexMatcher regex;

    private Matcher(MatchType type, String name, String value) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.nameBytes = name.getBytes(UTF_8);
        this.valueBytes = value.getBytes(UTF_8);
        this.regex = type.isRegex() ? RegexMatcher.compile(value) : null;
    }

    /// @throws InvalidRegexException when the type is a regex and `value` is none
    public static Matcher of(MatchType type, String name, String value) {
        return new Matcher(type, name, value);
    }

    public static Matcher equal(String name, String value) {
        return of(MatchType.EQUAL, name, value);
    }

    public MatchType type() {
        return type;
    }

    public String name() {
        return name;
    }

    /// The text or pattern as written.
    public String value() {
        return value;
    }

    public boolean matches(String candidate) {
        return switch (type) {
            case EQUAL -> candidate.equals(value);
            case NOT_EQUAL -> !candidate.equals(value);
            case REGEX -> regex().matches(candidate);
            case NOT_REGEX -> !regex().matches(candidate);
        };
    }

    /// Whether the value in a slice of UTF-8 bytes is accepted.
    public boolean matches(byte[] data, int offset, int length) {
        return switch (type) {
            case EQUAL -> isValue(data, offset, length);
            case NOT_EQUAL -> !isValue(data, offset, length);
            case REGEX -> regex().matches(data, offset, length);
            case NOT_REGEX -> !regex().matches(data, offset, length);
        };
    }

    private boolean isValue(byte[] data, int offset, int length) {
        return Arrays.equals(data, offset, offset + length, valueBytes, 0, valueBytes.length);
    }

    public boolean matches(Labels labels) {
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            int order = cursor.compareName(nameBytes);
            if (order == 0) {
                return matches(labels.packed(), cursor.valueOffset(), cursor.valueLength());
            }
            if (order > 0) {
                break;
            }
        }
        return matchesEmpty();
    }

    /// Whether series without this label are accepted.
    public boolean matchesEmpty() {
        return matches("");
    }

    /// The compiled pattern.
    ///
    /// @throws IllegalStateException for a matcher that is no regex
    public RegexMatcher regex() {
        if (regex == null) {
            throw new IllegalStateException(this + " has no regex");
        }
        return regex;
    }

    /// Whether all matchers accept the labels.
    public static boolean allMatch(List<Matcher> matchers, Labels labels) {
        for (Matcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Matcher other && type == other.type && name.equals(other.name) && value.equals(other.value);
    }

    @Override
    public int hashCode() {
        return (type.hashCode() * 31 + name.hashCode()) * 31 + value.hashCode();
    }

    /// As PromQL writes it.
    @Override
    public String toString() {
        var text = new StringBuilder();
        LabelText.appendName(text, name);
        text.append(type.operator());
        LabelText.appendQuoted(text, value);
        return text.toString();
    }
}
