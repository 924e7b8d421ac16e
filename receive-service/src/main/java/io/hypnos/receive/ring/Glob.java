package io.hypnos.receive.ring;

import java.util.regex.Pattern;

/// A shell pattern as Go's `path/filepath.Match` reads it: `*` and `?` for anything but a slash, `[a-z]` and `[^a-z]` for one of some
/// characters, `\` before a character that means itself.
public record Glob(String text, Pattern regex) {

    /// @throws InvalidHashringException for a pattern that ends inside a class or an escape
    public static Glob parse(String text) {
        var regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '\\' -> regex.append(Pattern.quote(String.valueOf(at(text, ++i))));
                case '[' -> i = appendClass(text, i, regex);
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    public boolean matches(String candidate) {
        return regex.matcher(candidate).matches();
    }

    private static int appendClass(String text, int start, StringBuilder regex) {
        int i = start + 1;
        regex.append('[');
        if (at(text, i) == '^') {
            regex.append('^');
            i++;
        }
        boolean empty = true;
        while (empty || at(text, i) != ']') {
            char low = at(text, i);
            if (low == ']' || low == '-') {
                throw broken(text);
            }
            if (low == '\\') {
                low = at(text, ++i);
            }
            i++;
            char high = low;
            if (at(text, i) == '-') {
                high = at(text, ++i);
                if (high == '\\') {
                    high = at(text, ++i);
                }
                i++;
            }
            if (high < low) {
                throw broken(text);
            }
            regex.append(escaped(low)).append('-').append(escaped(high));
            empty = false;
        }
        regex.append(']');
        return i;
    }

    private static String escaped(char c) {
        return String.format("\\u%04x", (int) c);
    }

    private static char at(String text, int index) {
        if (index >= text.length()) {
            throw broken(text);
        }
        return text.charAt(index);
    }

    private static InvalidHashringException broken(String text) {
        return new InvalidHashringException("tenant pattern \"" + text + "\" is broken");
    }
}
