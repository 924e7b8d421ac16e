package io.hypnos.promql.ast;

/// Which texts of a query may name a label.
public final class LabelNames {

    private LabelNames() {}

    /// Any text that is not empty and is valid UTF-8. A replacement character tells that it was not.
    public static boolean isValid(String name) {
        return !name.isEmpty() && !ForeignBytes.isIn(name);
    }

    /// Whether the name is one that Prometheus 2 knew: ASCII letters, underscores and, behind the first place, digits.
    public static boolean isLegacy(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
