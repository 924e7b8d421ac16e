package io.hypnos.promql.ast;

/// Which texts of a query may name a label.
public final class LabelNames {

    private LabelNames() {}

    /// Any text that is not empty and is valid UTF-8. A replacement character tells that it was not.
    public static boolean isValid(String name) {
        return !name.isEmpty() && !ForeignBytes.isIn(name);
    }
}
