package io.hypnos.store.cache;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.Postings;

/// Parts of indexes that were read from the bucket and checked, for the next time. Blocks never change, so nothing in it grows old; it forgets
/// what was not used when it is full. For many threads.
public interface IndexCache {

    /// A cache that keeps nothing.
    IndexCache NONE = new IndexCache() {
        @Override
        public @Nullable Postings postings(Ulid block, long offset) {
            return null;
        }

        @Override
        public void keepPostings(Ulid block, long offset, Postings postings) {}

        @Override
        public @Nullable Postings selection(Ulid block, List<Matcher> matchers) {
            return null;
        }

        @Override
        public void keepSelection(Ulid block, List<Matcher> matchers, Postings postings) {}

        @Override
        public byte @Nullable [] series(Ulid block, int ref) {
            return null;
        }

        @Override
        public void keepSeries(Ulid block, int ref, byte[] entry) {}
    };

    /// The postings list at a place of an index; null when it is not known.
    @Nullable
    Postings postings(Ulid block, long offset);

    void keepPostings(Ulid block, long offset, Postings postings);

    /// The series of a block that all matchers accept; null when they are not known.
    @Nullable
    Postings selection(Ulid block, List<Matcher> matchers);

    void keepSelection(Ulid block, List<Matcher> matchers, Postings postings);

    /// The stored entry of a series, all of it and nothing more; null when it is not known. Lent.
    byte @Nullable [] series(Ulid block, int ref);

    /// @param entry taken over
    void keepSeries(Ulid block, int ref, byte[] entry);
}
