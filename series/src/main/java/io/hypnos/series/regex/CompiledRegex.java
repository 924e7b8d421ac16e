package io.hypnos.series.regex;

import java.util.List;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// An expression made ready to match whole values.
///
/// @param matcher  says whether a value matches
/// @param literals all values that match, each once, when they can be listed; never with characters that stand for more than their own bytes
/// @param prefix   what every value that matches starts with; empty when nothing is known
public record CompiledRegex(ByteMatcher matcher, @Nullable List<String> literals, String prefix) {

    /// Characters of an expression; far beyond what anybody's queries have.
    public static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_FOREIGN_SIZE = 20_000;

    /// @throws RegexSyntaxException for what RE2 does not accept, and for what is too large to be run
    public static CompiledRegex compile(String regex) throws RegexSyntaxException {
        if (regex.length() > MAX_LENGTH) {
            throw new RegexSyntaxException("error parsing regexp: expression of " + regex.length() + " characters");
        }
        Regex parsed = RegexAnalysis.withoutAnchors(RegexParser.parse(regex));
        return new CompiledRegex(matcher(regex, parsed), RegexAnalysis.literals(parsed), RegexAnalysis.prefix(parsed));
    }

    private static ByteMatcher matcher(String regex, Regex parsed) throws RegexSyntaxException {
        ByteMatcher shortcut = RegexAnalysis.shortcut(parsed);
        if (shortcut != null) {
            return shortcut;
        }
        if (!RegexAnalysis.isForeign(parsed)) {
            return new AutomatonMatcher(regex, ByteProgram.compile(parsed));
        }
        try {
            Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
            if (pattern.programSize() <= MAX_FOREIGN_SIZE) {
                return new ForeignMatcher(regex, pattern);
            }
        } catch (PatternSyntaxException e) {
            throw new RegexSyntaxException(String.valueOf(e.getMessage()));
        }
        throw new RegexSyntaxException("error parsing regexp: expression too large");
    }
}
