package io.hypnos.series;

import java.util.List;

/// A stream of [ChunkSeries] in ascending order of their labels, so that streams can be merged without being collected. The same label set
/// may come several times in a row (a source may split a long series); once another has come it does not come again. Walked by one thread;
/// whoever opened it closes it.
public interface ChunkSeriesSet extends AutoCloseable {

    /// Moves to the next series; false at the end.
    ///
    /// @throws StorageException when the source fails in a way that a partial answer may not hide
    boolean next();

    /// The series that [#next()] moved to; valid after further calls, too.
    ChunkSeries series();

    /// What went wrong without ending the stream; complete once [#next()] has returned false.
    List<String> warnings();

    @Override
    void close();

    /// The set of the given series, which must be in ascending order of their labels.
    static ChunkSeriesSet of(List<ChunkSeries> series) {
        return new ChunkSeriesSet() {
            private int index = -1;

            @Override
            public boolean next() {
                return ++index < series.size();
            }

            @Override
            public ChunkSeries series() {
                return series.get(index);
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
