package io.hypnos.promql.ast;

/// Which texts of a query may name a label.
public final class LabelNames {

    private static final char REPLACEMENT = '\uFFFD';

    private LabelNames() {}

    /// Any text that is not empty and is valid UTF-8. What was not valid has become replacement characters; queries cannot have them
    /// otherwise.
    public static boolean isValid(String name) {
        return !name.isEmpty() && name.indexOf(REPLACEMENT) < 0;
    }
}
