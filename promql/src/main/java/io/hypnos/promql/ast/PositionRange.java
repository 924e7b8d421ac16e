package io.hypnos.promql.ast;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A stretch of the query text, `[start, end)`, counted in bytes of its UTF-8 form. Negative numbers are an unknown position.
public record PositionRange(int start, int end) {

    public static final PositionRange UNKNOWN = new PositionRange(-1, -1);

    /// From the start of this range to the end of `last`.
    public PositionRange to(PositionRange last) {
        return new PositionRange(start, last.end);
    }

    /// The start as `line:column`, both counted from 1 and columns in bytes, as error messages and annotations show it.
    public String describe(String query) {
        if (query.isEmpty()) {
            return "unknown position";
        }
        byte[] text = query.getBytes(UTF_8);
        if (start < 0 || start > text.length) {
            return "invalid position";
        }
        int lastLineBreak = -1;
        int line = 1;
        for (int i = 0; i < start; i++) {
            if (text[i] == '\n') {
                lastLineBreak = i;
                line++;
            }
        }
        return line + ":" + (start - lastLineBreak);
    }
}
