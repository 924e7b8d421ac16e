package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.regex.CompiledRegex;
import io.hypnos.series.regex.RegexSyntaxException;

/// A compiled, fully anchored RE2 expression in which `.` matches newlines. Takes time linear in the candidate, with a bound on what a byte
/// may cost. Immutable; recently used ones are shared.
public final class RegexMatcher {

    private static final RegexCache CACHE = new RegexCache(512);

    private final String pattern;
    private final CompiledRegex compiled;

    RegexMatcher(String pattern, CompiledRegex compiled) {
        this.pattern = pattern;
        this.compiled = compiled;
    }

    /// @throws InvalidRegexException for what RE2 does not accept, and for what is too large to be run
    public static RegexMatcher compile(String regex) {
        RegexMatcher known = CACHE.get(regex);
        if (known == null) {
            try {
                known = new RegexMatcher(regex, CompiledRegex.compile(regex));
            } catch (RegexSyntaxException e) {
                throw new InvalidRegexException(String.valueOf(e.getMessage()), e);
            }
            CACHE.put(regex, known);
        }
        return known;
    }

    /// The expression as written.
    public String pattern() {
        return pattern;
    }

    /// @throws io.hypnos.series.regex.RegexTooCostlyException when this candidate would take too long
    public boolean matches(String candidate) {
        byte[] bytes = candidate.getBytes(UTF_8);
        return compiled.matcher().matches(bytes, 0, bytes.length);
    }

    /// Whether a slice of UTF-8 bytes matches as a whole. A byte that is part of no valid character counts as a replacement character.
    ///
    /// @throws io.hypnos.series.regex.RegexTooCostlyException when this candidate would take too long
    public boolean matches(byte[] data, int offset, int length) {
        return compiled.matcher().matches(data, offset, length);
    }

    /// All values that match, each once, in the order of the expression; null when they cannot be listed.
    public @Nullable List<String> literals() {
        return compiled.literals();
    }

    /// What every value that matches starts with; empty when nothing is known.
    public String prefix() {
        return compiled.prefix();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
