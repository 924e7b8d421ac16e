package io.hypnos.series.labels;

/// How label names and values look in text.
public final class LabelText {

    private LabelText() {}

    /// Whether a label name may stand without quotes: `[a-zA-Z_][a-zA-Z0-9_]*`.
    public static boolean isPlainName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    public static void appendName(StringBuilder text, String name) {
        if (isPlainName(name)) {
            text.append(name);
        } else {
            appendQuoted(text, name);
        }
    }

    /// Appends `value` between double quotes, escaped as Go's `%q` does.
    public static void appendQuoted(StringBuilder text, String value) {
        text.append('"');
        value.codePoints().forEach(c -> appendEscaped(text, c));
        text.append('"');
    }

    private static void appendEscaped(StringBuilder text, int c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case 0x07 -> text.append("\\a");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case 0x0B -> text.append("\\v");
            default -> {
                if (isPrintable(c)) {
                    text.appendCodePoint(c);
                } else if (c < 0x80) {
                    text.append(String.format("\\x%02x", c));
                } else if (c < 0x10000) {
                    text.append(String.format("\\u%04x", c));
                } else {
                    text.append(String.format("\\U%08x", c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
