package io.hypnos.series.labels;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A compiled, fully anchored RE2 pattern in which `.` matches newlines. Takes time linear in the candidate.
public final class RegexMatcher {

    private final Pattern pattern;

    private RegexMatcher(Pattern pattern) {
        this.pattern = pattern;
    }

    /// @throws InvalidRegexException for what RE2 does not accept
    public static RegexMatcher compile(String regex) {
        try {
            return new RegexMatcher(Pattern.compile("^(?:" + regex + ")$", Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new InvalidRegexException("error parsing regexp: " + e.getMessage(), e);
        }
    }

    public boolean matches(String candidate) {
        return pattern.matches(candidate);
    }
}
