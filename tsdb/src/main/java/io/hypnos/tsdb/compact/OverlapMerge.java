package io.hypnos.tsdb.compact;

import java.util.List;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.merge.SampleMerge;

/// What becomes of samples that several inputs have for one stretch of time.
public interface OverlapMerge {

    /// Every sample stays; of several with one time that of the lane which gave the sample before, else the first lane's.
    OverlapMerge ONE_TO_ONE = SampleMerge::merge;

    /// One lane is followed until it has a gap, as deduplicating queries do by default; samples of the others are given up for good.
    OverlapMerge PENALTY = new PenaltyOverlapMerge();

    /// One lane out of many.
    ///
    /// @param lanes samples in strictly ascending time, at least two lanes; the one that begins first is first. Lent for the call
    /// @return samples in strictly ascending time; lent until the next call
    StoredSamples merge(List<StoredSamples> lanes);
}
