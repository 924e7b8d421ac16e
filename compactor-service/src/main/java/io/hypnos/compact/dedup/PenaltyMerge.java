package io.hypnos.compact.dedup;

import java.util.List;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.tsdb.compact.OverlapMerge;

/// Merges replicas that scraped the same target at other moments, as Thanos' penalty deduplication does: stay with one replica, and change to
/// another only when that one is silent for twice the distance between its last two samples. So the result has the rhythm of one scraper.
///
/// Values are taken as they are; counters are not adjusted, since what is written has to be what was scraped. More than two replicas are merged
/// one after the other.
public final class PenaltyMerge implements OverlapMerge {

    /// The silence in milliseconds that is borne before the distance of samples is known.
    private static final long FIRST_PENALTY = 5000;

    @Override
    public StoredSamples merge(List<StoredSamples> lanes) {
        StoredSamples merged = lanes.getFirst();
        for (StoredSamples lane : lanes.subList(1, lanes.size())) {
            merged = merge(merged, lane);
        }
        return merged;
    }

    private static StoredSamples merge(StoredSamples a, StoredSamples b) {
        var merged = new StoredSamples();
        long last = Long.MIN_VALUE;
        long penaltyA = 0;
        long penaltyB = 0;
        int i = 0;
        int j = 0;
        while (true) {
            i = seek(a, i, last, penaltyA);
            j = seek(b, j, last, penaltyB);
            if (i == a.size() && j == b.size()) {
                return merged;
            }
            if (i == a.size()) {
                penaltyB = 0;
                merged.add(b, j);
                last = b.time(j);
            } else if (j == b.size()) {
                penaltyA = 0;
                merged.add(a, i);
                last = a.time(i);
            } else if (a.time(i) <= b.time(j)) {
                penaltyB = penalty(last, a.time(i));
                penaltyA = 0;
                merged.add(a, i);
                last = a.time(i);
            } else {
                penaltyA = penalty(last, b.time(j));
                penaltyB = 0;
                merged.add(b, j);
                last = b.time(j);
            }
        }
    }

    private static long penalty(long last, long chosen) {
        return last == Long.MIN_VALUE ? FIRST_PENALTY : 2 * (chosen - last);
    }

    /// The first sample from `from` on that is later than `last` by more than the penalty.
    private static int seek(StoredSamples samples, int from, long last, long penalty) {
        int i = from;
        if (last != Long.MIN_VALUE) {
            while (i < samples.size() && samples.time(i) < last + 1 + penalty) {
                i++;
            }
        }
        return i;
    }
}
