package io.hypnos.promql.ast;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.hypnos.series.labels.LabelText;

/// Bytes in string literals that are not UTF-8. A query may write such with escapes, and messages show them as they were written; a Java string
/// holds each as a lone surrogate U+DC80 to U+DCFF, which well-formed text never has.
public final class ForeignBytes {

    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';
    private static final int OFFSET = 0xDC00;
    private static final char REPLACEMENT = '\uFFFD';

    private ForeignBytes() {}

    /// The text of bytes that may not be UTF-8.
    public static String decode(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.put((char) (OFFSET + (in.get() & 0xFF)));
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static boolean isIn(String text) {
        return !text.isEmpty() && text.chars().anyMatch(c -> c == REPLACEMENT) || next(text, 0) < text.length();
    }

    /// The text with a replacement character for each such byte.
    public static String replaced(String text) {
        var whole = new StringBuilder(text);
        for (int i = next(text, 0); i < text.length(); i = next(text, i + 1)) {
            whole.setCharAt(i, REPLACEMENT);
        }
        return whole.toString();
    }

    /// Appends the text between double quotes, such bytes as `\xff`.
    public static void appendQuoted(StringBuilder out, String text) {
        out.append('"');
        var part = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int to = next(text, from);
            part.setLength(0);
            LabelText.appendQuoted(part, text.substring(from, to));
            out.append(part, 1, part.length() - 1);
            if (to < text.length()) {
                out.append(String.format(Locale.ROOT, "\\x%02x", text.charAt(to) - OFFSET));
            }
            from = to + 1;
        }
        out.append('"');
    }

    /// Where the next such byte stands; the length if there is none.
    private static int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                i++;
            } else if (c >= FIRST && c <= LAST) {
                return i;
            }
        }
        return text.length();
    }
}
