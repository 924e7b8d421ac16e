package io.hypnos.promql.parse;

import java.util.Locale;

import io.hypnos.promql.ast.ForeignBytes;

/// Texts and characters as Go's `%q` puts them into error messages.
final class GoQuote {

    private static final int SHORTENED_LENGTH = 10;

    private GoQuote() {}

    static String string(String text) {
        var quoted = new StringBuilder();
        ForeignBytes.appendQuoted(quoted, text);
        return quoted.toString();
    }

    /// The first ten characters, quoted, with dots behind when there are more.
    static String shortened(String text) {
        if (Lexer.utf8Length(text) <= SHORTENED_LENGTH) {
            return string(text);
        }
        int end = text.offsetByCodePoints(0, Math.min(SHORTENED_LENGTH, text.codePointCount(0, text.length())));
        return string(text.substring(0, end)) + "...";
    }

    /// A character between single quotes; the end of the input is the replacement character.
    static String character(int c) {
        if (c < 0) {
            return "'\uFFFD'";
        }
        if (c == '\'') {
            return "'\\''";
        }
        if (c == '"') {
            return "'\"'";
        }
        String quoted = string(Character.toString(c));
        return "'" + quoted.substring(1, quoted.length() - 1) + "'";
    }

    /// The number of a character and, where it can be seen, the character: `U+0041 'A'`.
    static String unicode(int c) {
        String number = String.format(Locale.ROOT, "U+%04X", c);
        String quoted = string(Character.toString(c));
        boolean printable = quoted.equals("\"" + Character.toString(c) + "\"") || c == '"' || c == '\\';
        return printable ? number + " '" + Character.toString(c) + "'" : number;
    }
}
