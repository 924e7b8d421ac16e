package io.hypnos.store.block;

import io.hypnos.objstore.Bucket;
import io.hypnos.store.cache.IndexCache;
import io.hypnos.store.fetch.RangeReader;
import io.hypnos.store.header.HeaderStorage;

/// What all blocks of a bucket are read through.
///
/// @param ranges   reads from `bucket`
/// @param postings when to look at series instead of postings lists
public record BlockStorage(Bucket bucket, RangeReader ranges, IndexCache cache, HeaderStorage headers,
        PostingsPolicy postings) {

    /// When a matcher is not answered from its postings lists, but by looking at the labels of the series that the other matchers leave.
    ///
    /// @param lazy         whether that is done where it is less to read
    /// @param maxListRatio lists per series that are left above which it is done however short the lists are; 0 for no such bound
    public record PostingsPolicy(boolean lazy, double maxListRatio) {

        public static final PostingsPolicy DEFAULT = new PostingsPolicy(true, 100);
    }
}
