package io.hypnos.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/// Percent-encodes what stands raw in a request's URI and has no business there, such as the braces and quotes of a PromQL selector. People
/// and `curl -g` send it, Prometheus takes it, and a strict URI parser would answer 400.
public final class RawUriHandler extends ChannelInboundHandlerAdapter {

    private static final String HEX = "0123456789ABCDEF";
    private static final String UNSAFE = "\"<>\\^`{|}";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            String uri = request.uri();
            String encoded = encode(uri);
            if (!encoded.equals(uri)) {
                request.setUri(encoded);
            }
        }
        super.channelRead(context, message);
    }

    /// The URI with everything encoded that RFC 3986 forbids; escapes that are there stay.
    static String encode(String uri) {
        int first = 0;
        while (first < uri.length() && isSafe(uri.charAt(first))) {
            first++;
        }
        if (first == uri.length()) {
            return uri;
        }
        var text = new StringBuilder(uri.length() + 32).append(uri, 0, first);
        // Netty decodes the request line as one byte per character.
        for (int i = first; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (isSafe(c)) {
                text.append(c);
            } else if (c < 0x100) {
                appendEscaped(text, c);
            } else {
                for (byte b : String.valueOf(c).getBytes(UTF_8)) {
                    appendEscaped(text, b & 0xFF);
                }
            }
        }
        return text.toString();
    }

    private static boolean isSafe(char c) {
        return c > ' ' && c < 0x7F && UNSAFE.indexOf(c) < 0;
    }

    private static void appendEscaped(StringBuilder text, int b) {
        text.append('%').append(HEX.charAt(b >>> 4)).append(HEX.charAt(b & 0xF));
    }
}
