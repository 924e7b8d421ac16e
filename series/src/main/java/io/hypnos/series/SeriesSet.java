package io.hypnos.series;

import java.util.List;

/// A stream of series, each label set at most once, in no promised order. Walked by one thread; whoever opened it closes it.
public interface SeriesSet extends AutoCloseable {

    /// Moves to the next series; false at the end.
    ///
    /// @throws StorageException when the source fails in a way that a partial answer may not hide
    boolean next();

    /// The series that [#next()] moved to.
    Series series();

    /// What went wrong without ending the stream; complete once [#next()] has returned false.
    List<String> warnings();

    @Override
    void close();

    /// The set without series.
    static SeriesSet empty() {
        return new SeriesSet() {
            @Override
            public boolean next() {
                return false;
            }

            @Override
            public Series series() {
                throw new IllegalStateException("no series in an empty set");
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
