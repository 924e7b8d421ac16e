package io.hypnos.store.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an index cache keeps.
public enum ItemKind {
    /// Single postings lists.
    POSTINGS("Postings"),
    /// Entries of series.
    SERIES("Series"),
    /// The series that a set of matchers selects.
    EXPANDED_POSTINGS("ExpandedPostings");

    private final String label;

    ItemKind(String label) {
        this.label = label;
    }

    /// As Thanos calls it in configuration and metrics.
    public String label() {
        return label;
    }

    static Optional<ItemKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ItemKind::label).toList();
    }
}
