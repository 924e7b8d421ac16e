package io.hypnos.series.relabel;

import java.util.ArrayList;
import java.util.List;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/// A text with references to the groups of a match, as Go's regexp package expands it: `$1` and `$name` take the longest name that follows,
/// `${1}x` ends it, `$$` is a dollar sign, a group that is not there or took no part is empty, and a dollar sign that starts no reference stands
/// for itself.
final class RegexTemplate {

    private static final int NO_GROUP = -1;

    /// Literal text, or the number of a group.
    private record Part(String text, int group) {}

    private final List<Part> parts = new ArrayList<>();

    RegexTemplate(String template, Pattern pattern) {
        var literal = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            literal.append(template, at, dollar);
            at = dollar + 1;
            if (at < template.length() && template.charAt(at) == '$') {
                literal.append('$');
                at++;
                continue;
            }
            boolean braced = at < template.length() && template.charAt(at) == '{';
            int start = braced ? at + 1 : at;
            int end = nameEnd(template, start);
            boolean closed = !braced || end < template.length() && template.charAt(end) == '}';
            if (end == start || !closed) {
                literal.append('$');
                continue;
            }
            addLiteral(literal);
            parts.add(new Part("", group(template.substring(start, end), pattern)));
            at = braced ? end + 1 : end;
        }
        literal.append(template, Math.min(at, template.length()), template.length());
        addLiteral(literal);
    }

    /// The text for a match that has been found.
    String expand(Matcher match) {
        var text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.text());
            if (part.group() != NO_GROUP) {
                @Nullable
                String value = match.group(part.group());
                text.append(value == null ? "" : value);
            }
        }
        return text.toString();
    }

    private void addLiteral(StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), NO_GROUP));
            literal.setLength(0);
        }
    }

    private static int nameEnd(String template, int start) {
        int end = start;
        while (end < template.length()
                && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static int group(String name, Pattern pattern) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return name.length() <= 8 && Integer.parseInt(name) <= pattern.groupCount()
                    ? Integer.parseInt(name)
                    : NO_GROUP;
        }
        return pattern.namedGroups().getOrDefault(name, NO_GROUP);
    }
}
