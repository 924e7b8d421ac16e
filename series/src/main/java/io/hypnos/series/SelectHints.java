package io.hypnos.series;

import java.util.List;

/// What the engine knows about the use of a selection.
///
/// @param range       the samples wanted
/// @param stepMillis  distance of the evaluation steps; 0 for an instant query
/// @param function    the innermost function or aggregation around the selector, as PromQL spells it; empty when there is none
/// @param rangeMillis the window of a range selector; 0 for an instant selector
/// @param grouping    the labels that the surrounding aggregation keeps or drops
/// @param limit       the number of series after which the rest is not needed; 0 for all
public record SelectHints(TimeRange range, long stepMillis, String function, long rangeMillis, Grouping grouping,
        int limit) {

    /// Hints that say nothing but the range.
    public static SelectHints of(TimeRange range) {
        return new SelectHints(range, 0, "", 0, Grouping.NONE, 0);
    }

    /// Labels of the surrounding aggregation: kept (`by`) or dropped (`without`).
    ///
    /// @param by     true when the labels are kept and all others dropped
    /// @param labels names in the order of the query
    public record Grouping(boolean by, List<String> labels) {

        /// No aggregation, or one that says nothing about labels.
        public static final Grouping NONE = new Grouping(false, List.of());

        public Grouping {
            labels = List.copyOf(labels);
        }
    }
}
