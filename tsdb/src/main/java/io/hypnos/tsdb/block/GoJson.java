package io.hypnos.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;

import tools.jackson.databind.JsonNode;

/// Prints JSON byte for byte as Go's encoder does with an indent of one tab: an own line for every member and element, nothing inside empty
/// objects and arrays, and `<`, `>`, `&` and the line separators escaped, so that the text may stand in HTML.
final class GoJson {

    private final StringBuilder out = new StringBuilder();

    /// @param newline whether a line feed ends the text, as it does when Go encodes to a stream
    byte[] print(JsonNode node, boolean newline) {
        value(node, 0);
        if (newline) {
            out.append('\n');
        }
        return out.toString().getBytes(UTF_8);
    }

    private void value(JsonNode node, int depth) {
        if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else if (node.isString()) {
            string(node.stringValue());
        } else {
            out.append(node);
        }
    }

    private void object(JsonNode node, int depth) {
        if (node.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        boolean first = true;
        for (var member : node.properties()) {
            separate(first, depth + 1);
            first = false;
            string(member.getKey());
            out.append(": ");
            value(member.getValue(), depth + 1);
        }
        line(depth);
        out.append('}');
    }

    private void array(JsonNode node, int depth) {
        if (node.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<JsonNode> it = node.iterator(); it.hasNext();) {
            line(depth + 1);
            value(it.next(), depth + 1);
            if (it.hasNext()) {
                out.append(',');
            }
        }
        line(depth);
        out.append(']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        line(depth);
    }

    private void line(int depth) {
        out.append('\n').repeat('\t', depth);
    }

    private void string(String text) {
        out.append('"');
        text.codePoints().forEach(this::character);
        out.append('"');
    }

    private void character(int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                    out.append(String.format("\\u%04x", c));
                } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    out.append("\\ufffd");
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }
}
