package io.hypnos.allinone.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/// Reads the answers that come over one HTTP/1.1 connection, one after the other.
final class ResponseReader {

    private static final int MESSAGE_LIMIT = 512;
    private static final int MAX_HEADERS = 1000;

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;
    private boolean mustClose;

    ResponseReader(InputStream in) {
        this.in = in;
    }

    /// Whether the connection cannot be used again after the last answer.
    boolean mustClose() {
        return mustClose;
    }

    WriteResponse read() throws IOException {
        String statusLine = line();
        if (statusLine.length() < 12 || !statusLine.startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP answer: " + statusLine);
        }
        int status = (int) number(statusLine.substring(9, 12), 10);
        mustClose = statusLine.startsWith("HTTP/1.0");
        long contentLength = -1;
        boolean chunked = false;
        int retryAfter = 0;
        int headers = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (++headers > MAX_HEADERS) {
                throw new IOException("an answer with more than " + MAX_HEADERS + " headers");
            }
            int colon = header.indexOf(':');
            String name = colon < 0 ? header : header.substring(0, colon);
            String value = colon < 0 ? "" : header.substring(colon + 1).trim();
            if (name.equalsIgnoreCase("Content-Length")) {
                contentLength = number(value, 10);
            } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
                chunked = value.equalsIgnoreCase("chunked");
            } else if (name.equalsIgnoreCase("Connection")) {
                mustClose = value.equalsIgnoreCase("close");
            } else if (name.equalsIgnoreCase("Retry-After")) {
                retryAfter = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
            }
        }
        var message = new StringBuilder();
        if (chunked) {
            readChunks(message);
        } else if (contentLength > 0) {
            readBody(contentLength, message);
        } else if (contentLength < 0 && status != 204 && status != 304) {
            readUntilClosed(message);
        }
        return new WriteResponse(status, message.toString().strip(), retryAfter);
    }

    private void readChunks(StringBuilder message) throws IOException {
        while (true) {
            String size = line();
            int semicolon = size.indexOf(';');
            long length = number((semicolon < 0 ? size : size.substring(0, semicolon)).trim(), 16);
            if (length == 0) {
                while (!line().isEmpty()) {
                    // Trailers say nothing that matters here.
                }
                return;
            }
            readBody(length, message);
            line();
        }
    }

    private void readUntilClosed(StringBuilder message) throws IOException {
        mustClose = true;
        while (position < limit || fill()) {
            readBody(limit - position, message);
        }
    }

    private void readBody(long length, StringBuilder message) throws IOException {
        for (long left = length; left > 0;) {
            if (position == limit && !fill()) {
                throw new IOException("the connection was closed in the middle of an answer");
            }
            int n = (int) Math.min(left, limit - position);
            int kept = Math.min(n, MESSAGE_LIMIT - message.length());
            if (kept > 0) {
                message.append(new String(buffer, position, kept, UTF_8));
            }
            position += n;
            left -= n;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (position == limit && !fill()) {
                throw new IOException("the connection was closed without an answer");
            }
            char c = (char) (buffer[position++] & 0xFF);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
            if (line.length() > buffer.length) {
                throw new IOException("a header line of more than " + buffer.length + " bytes");
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not a number in the head of an answer: " + text, e);
        }
    }
}
