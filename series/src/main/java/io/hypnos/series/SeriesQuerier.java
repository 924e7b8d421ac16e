package io.hypnos.series;

import java.util.List;

import io.hypnos.series.labels.Matcher;

/// Where the query engine gets its series from: a local TSDB, a fan-out over stores, or a script's memory.
public interface SeriesQuerier {

    /// The series that all `matchers` accept, with their samples inside `hints.range()`.
    ///
    /// Nothing in the hints but the range changes the answer's meaning; a source may ignore the rest or use it to send less.
    ///
    /// @throws StorageException      when the selection fails as a whole
    /// @throws QueryAbortedException when the context ends first
    SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context);
}
