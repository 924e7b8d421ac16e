package io.hypnos.promql.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

import io.hypnos.promql.ast.ForeignBytes;

/// The value of a quoted string that the lexer has accepted.
final class StringEscapes {

    private StringEscapes() {}

    /// @param quoted with its quotes; between backquotes there are no escapes
    static String unquote(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`' || inner.indexOf('\\') < 0) {
            return inner;
        }
        // Escapes may give single bytes of a longer UTF-8 sequence.
        var bytes = new ByteArrayOutputStream(inner.length());
        int at = 0;
        while (at < inner.length()) {
            int backslash = inner.indexOf('\\', at);
            int plainEnd = backslash < 0 ? inner.length() : backslash;
            bytes.writeBytes(inner.substring(at, plainEnd).getBytes(UTF_8));
            at = backslash < 0 ? plainEnd : resolve(inner, backslash + 1, bytes);
        }
        return ForeignBytes.decode(bytes.toByteArray());
    }

    /// Writes the meaning of the escape whose letter stands at `at`, and returns where the text goes on.
    private static int resolve(String text, int at, ByteArrayOutputStream bytes) {
        char letter = text.charAt(at);
        switch (letter) {
            case 'a' -> bytes.write(0x07);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(0x0B);
            case 'x' -> {
                bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
                return at + 3;
            }
            case 'u' -> {
                bytes.writeBytes(codePoint(text, at + 1, at + 5));
                return at + 5;
            }
            case 'U' -> {
                bytes.writeBytes(codePoint(text, at + 1, at + 9));
                return at + 9;
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                bytes.write(Integer.parseInt(text, at, at + 3, 8));
                return at + 3;
            }
            default -> bytes.write(letter);
        }
        return at + 1;
    }

    private static byte[] codePoint(String text, int from, int to) {
        return Character.toString(Integer.parseInt(text, from, to, 16)).getBytes(UTF_8);
    }
}
