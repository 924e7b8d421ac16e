package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.List;

import com.google.re2j.Matcher;
import org.jspecify.annotations.Nullable;

/// A replacement text in which `$1`, `${1}`, `$name` and `${name}` stand for what the groups of a pattern matched, as Go's
/// `Regexp.Expand` reads it: the longest name of letters, digits and underscores counts; an unknown group is empty; `$$` is a dollar sign; a
/// dollar sign that begins none of these stays.
final class Template {

    /// Texts and groups in turn.
    private final List<Part> parts = new ArrayList<>();

    /// @param group name or number of a group; null for plain text
    private record Part(String text, @Nullable String group) {}

    Template(String template) {
        var plain = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                plain.append(c);
                at++;
            } else if (at + 1 < template.length() && template.charAt(at + 1) == '$') {
                plain.append('$');
                at += 2;
            } else {
                at = group(template, at, plain);
            }
        }
        parts.add(new Part(plain.toString(), null));
    }

    /// Reads a group whose dollar sign stands at `at`, and returns where the template goes on.
    private int group(String template, int at, StringBuilder plain) {
        boolean braced = at + 1 < template.length() && template.charAt(at + 1) == '{';
        int nameStart = braced ? at + 2 : at + 1;
        int nameEnd = nameStart;
        while (nameEnd < template.length() && isNamePart(template.codePointAt(nameEnd))) {
            nameEnd += Character.charCount(template.codePointAt(nameEnd));
        }
        boolean closed = !braced || nameEnd < template.length() && template.charAt(nameEnd) == '}';
        if (nameEnd == nameStart || !closed) {
            plain.append('$');
            return at + 1;
        }
        parts.add(new Part(plain.toString(), null));
        plain.setLength(0);
        parts.add(new Part("", template.substring(nameStart, nameEnd)));
        return braced ? nameEnd + 1 : nameEnd;
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    String expand(Matcher matcher) {
        var text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.group == null ? part.text : group(matcher, part.group));
        }
        return text.toString();
    }

    private static String group(Matcher matcher, String name) {
        String value = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (name.length() <= 6 && Integer.parseInt(name) <= matcher.groupCount()) {
                value = matcher.group(Integer.parseInt(name));
            }
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            value = matcher.group(name);
        }
        return value == null ? "" : value;
    }
}
