package io.hypnos.promql.exec.select;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.Series;

/// The series of a selection, one after the other. They stay readable until the query ends. Used by one thread.
public interface SeriesFeed {

    /// The next series, or null at the end.
    @Nullable
    Series next();
}
