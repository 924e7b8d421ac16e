package io.hypnos.promql.promqltest;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// A command of a script.
sealed interface Command {

    /// Counted from 1.
    int line();

    /// Empties the storage.
    record Clear(int line) implements Command {}

    /// Adds samples, the first one of each series at time 0.
    ///
    /// @param step          milliseconds between samples
    /// @param customBuckets whether classic histograms are stored as native ones with custom buckets, too
    record Load(int line, long step, boolean customBuckets, List<LoadedSeries> series) implements Command {}

    /// @param starts milliseconds from each sample to the start of what it counts, null where that is unknown; null when none is known
    record LoadedSeries(Labels labels, List<SequenceValue> values, @Nullable List<@Nullable Long> starts) {}

    /// Evaluates an expression and compares.
    record Eval(int line, String expr, Times times, Expectations expectations) implements Command {}

    /// When an expression is evaluated, in epoch milliseconds.
    ///
    /// @param range  whether it is a range query; else only `end` is evaluated
    /// @param start  first time of the expected points
    /// @param step   distance of the expected points
    record Times(boolean range, long start, long end, long step) {

        static Times instant(long time) {
            return new Times(false, time, time, 0);
        }
    }
}
