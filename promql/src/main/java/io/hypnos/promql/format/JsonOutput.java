package io.hypnos.promql.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.hypnos.promql.number.NumberBytes;

/// Writes JSON as UTF-8 through a buffer of one block. Commas and brackets are the caller's. Whoever made it must [#flush()] it at the end;
/// the stream below stays open. Not for use by several threads.
public final class JsonOutput {

    private static final int BLOCK = 1 << 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final NumberBytes numbers = new NumberBytes();
    private final byte[] buffer = new byte[BLOCK];
    private int size;

    public JsonOutput(OutputStream out) {
        this.out = out;
    }

    /// Text that needs no escapes, without quotes.
    public JsonOutput raw(String ascii) throws IOException {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            buffer[size + i] = (byte) ascii.charAt(i);
        }
        size += length;
        return this;
    }

    /// One ASCII character.
    public JsonOutput raw(char ascii) throws IOException {
        room(1);
        buffer[size++] = (byte) ascii;
        return this;
    }

    /// Bytes that are JSON already.
    public JsonOutput raw(byte[] bytes, int offset, int length) throws IOException {
        if (length > BLOCK) {
            flush();
            out.write(bytes, offset, length);
            return this;
        }
        room(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        return this;
    }

    /// A quoted text with escapes.
    public JsonOutput text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text(bytes, 0, bytes.length);
    }

    /// A quoted text with escapes.
    ///
    /// @param utf8 well-formed from `offset` to `offset + length`
    public JsonOutput text(byte[] utf8, int offset, int length) throws IOException {
        raw('"');
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            byte b = utf8[i];
            if (b >= ' ' && b != '"' && b != '\\' || b < 0) {
                continue;
            }
            raw(utf8, start, i - start);
            escape(b);
            start = i + 1;
        }
        raw(utf8, start, end - start);
        return raw('"');
    }

    private void escape(byte b) throws IOException {
        switch (b) {
            case '"' -> raw("\\\"");
            case '\\' -> raw("\\\\");
            case '\n' -> raw("\\n");
            case '\r' -> raw("\\r");
            case '\t' -> raw("\\t");
            default -> raw("\\u00").raw((char) HEX[b >> 4]).raw((char) HEX[b & 15]);
        }
    }

    /// A number in quotes, as sample values are written.
    public JsonOutput quoted(double value) throws IOException {
        room(NumberBytes.MAX_LENGTH + 2);
        buffer[size] = '"';
        size = numbers.json(value, buffer, size + 1);
        buffer[size++] = '"';
        return this;
    }

    /// A number in quotes that never has an exponent.
    public JsonOutput quotedPlain(double value) throws IOException {
        room(NumberBytes.MAX_PLAIN + 2);
        buffer[size] = '"';
        size = numbers.plain(value, buffer, size + 1);
        buffer[size++] = '"';
        return this;
    }

    /// A finite number without quotes.
    public JsonOutput number(double value) throws IOException {
        room(NumberBytes.MAX_LENGTH);
        size = numbers.json(value, buffer, size);
        return this;
    }

    public JsonOutput number(long value) throws IOException {
        room(NumberBytes.MAX_LENGTH);
        size = numbers.integer(value, buffer, size);
        return this;
    }

    /// Epoch milliseconds as seconds.
    public JsonOutput seconds(long millis) throws IOException {
        room(NumberBytes.MAX_LENGTH);
        size = numbers.seconds(millis, buffer, size);
        return this;
    }

    /// Epoch milliseconds as the seconds of a sample, with three decimals or none.
    public JsonOutput timestamp(long millis) throws IOException {
        room(NumberBytes.MAX_LENGTH);
        size = numbers.timestamp(millis, buffer, size);
        return this;
    }

    public JsonOutput bool(boolean value) throws IOException {
        return raw(value ? "true" : "false");
    }

    /// Hands everything to the stream below.
    public void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void room(int length) throws IOException {
        if (BLOCK - size < length) {
            flush();
        }
    }
}
