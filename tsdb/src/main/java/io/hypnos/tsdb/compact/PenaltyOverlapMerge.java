package io.hypnos.tsdb.compact;

import java.util.List;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.Histogram;

/// Follows one of two lanes until it has a gap, then the other: for replicas that scrape the same target at other times, whose samples must not
/// mix. Of several lanes the first two become one, that and the third, and so on.
///
/// The rule is that of queries: both lanes move behind the last sample taken, but the one that was not taken has to stay away for twice the
/// last distance (5 s before one is known); the earlier of the two is taken, the first lane's if they are equal. Values are never raised: that
/// is for whoever knows that they are of a counter.
final class PenaltyOverlapMerge implements OverlapMerge {

    private static final long INITIAL_PENALTY = 5000;

    @Override
    public StoredSamples merge(List<StoredSamples> lanes) {
        StoredSamples merged = lanes.getFirst();
        for (StoredSamples lane : lanes.subList(1, lanes.size())) {
            merged = merge(merged, lane);
        }
        return merged;
    }

    private static StoredSamples merge(StoredSamples first, StoredSamples second) {
        var taken = new StoredSamples();
        int a = 0;
        int b = 0;
        long last = Long.MIN_VALUE;
        long firstPenalty = 0;
        long secondPenalty = 0;
        boolean wasFirst = true;
        while (true) {
            a = seek(first, a, last + 1 + firstPenalty);
            b = seek(second, b, last + 1 + secondPenalty);
            boolean firstEnded = a == first.size();
            boolean secondEnded = b == second.size();
            if (firstEnded && secondEnded) {
                return taken;
            }
            boolean takeFirst = secondEnded || !firstEnded && first.time(a) <= second.time(b);
            long time = takeFirst ? first.time(a) : second.time(b);
            long penalty = last == Long.MIN_VALUE ? INITIAL_PENALTY : 2 * (time - last);
            if (takeFirst) {
                add(taken, first, a, wasFirst);
                firstPenalty = 0;
                secondPenalty = secondEnded ? secondPenalty : penalty;
            } else {
                add(taken, second, b, !wasFirst);
                secondPenalty = 0;
                firstPenalty = firstEnded ? firstPenalty : penalty;
            }
            last = time;
            wasFirst = takeFirst;
        }
    }

    private static int seek(StoredSamples lane, int from, long time) {
        int i = from;
        while (i < lane.size() && lane.time(i) < time) {
            i++;
        }
        return i;
    }

    /// A histogram behind one of the other lane says nothing about resets, unless it is a gauge.
    private static void add(StoredSamples taken, StoredSamples lane, int i, boolean follows) {
        Histogram histogram = lane.histogram(i);
        if (histogram == null || follows || histogram.hint() == CounterResetHint.GAUGE) {
            taken.add(lane, i);
        } else {
            taken.add(lane.time(i), histogram.withHint(CounterResetHint.UNKNOWN));
        }
    }
}
