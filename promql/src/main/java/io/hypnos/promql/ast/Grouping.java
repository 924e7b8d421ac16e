package io.hypnos.promql.ast;

import java.util.List;

/// The labels of an aggregation: those that make a group, or those that are left out of it.
///
/// @param without true when all labels but the named ones (and the metric's name) make a group
/// @param labels  names in the order of the query
public record Grouping(boolean without, List<String> labels) {

    /// Everything in one group.
    public static final Grouping ALL = new Grouping(false, List.of());

    public Grouping {
        labels = List.copyOf(labels);
    }
}
