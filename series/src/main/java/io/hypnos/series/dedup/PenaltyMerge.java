package io.hypnos.series.dedup;

import io.hypnos.series.Samples;

/// Deduplicates two replicas: follows one as long as it has no gap, and the other where it has.
///
/// The rule, sample by sample: both replicas move to their next sample behind the last one taken, but the one that was not taken has to stay
/// away for twice the last distance (5 s before one is known), so that samples of two scrapes of one target do not mix. The earlier of the
/// two is taken, the first replica's if they are equal.
///
/// So a replica that is not being followed has nothing to say before a bound that only grows: `last time + 1 + twice the last distance`, or
/// whatever it was before if that is later. As long as the followed replica's next sample is not behind that bound it is taken without a look
/// at the other, and the runs are copied as a whole; in a healthy pair the second replica is consulted at the beginning and the end.
///
/// For counters [CounterOffsets] keep a change of replica from looking like a reset.
final class PenaltyMerge {

    static final long INITIAL_PENALTY = 5000;

    private final Samples first;
    private final ReplicaReader second;
    private final CounterOffsets offsets;
    private final Samples into;
    /// Next sample of each replica: one that may be taken, or one before what it has been told to seek.
    private int a;
    private int b;
    private boolean useFirst = true;
    /// `Long.MIN_VALUE` before the first sample, as in the rule's origin; its arithmetic wraps.
    private long lastTime = Long.MIN_VALUE;
    private long firstPenalty;
    private long secondPenalty;
    private long firstBound = Long.MIN_VALUE;
    private long secondBound = Long.MIN_VALUE;
    /// As long as nothing but the first samples of the first replica has been taken nothing is copied, only counted.
    private boolean diverged;
    private int prefix;

    private PenaltyMerge(Samples first, ReplicaReader second, CounterOffsets.Kind counter, Samples into) {
        this.first = first;
        this.second = second;
        this.offsets = new CounterOffsets(counter);
        this.into = into;
    }

    /// Merges into `into`, which is cleared, unless the outcome is the first replica as it is.
    ///
    /// @param counter what values are that must not fall at changes of replica
    /// @return whether it is anything else
    static boolean merge(Samples first, ReplicaReader second, CounterOffsets.Kind counter, Samples into) {
        into.clear();
        var merge = new PenaltyMerge(first, second, counter, into);
        merge.run();
        return merge.diverged;
    }

    private void run() {
        while (true) {
            if (useFirst) {
                followFirst();
            } else {
                followSecond();
            }
            if (!step()) {
                return;
            }
        }
    }

    /// Takes samples of the first replica as long as the second need not be asked.
    private void followFirst() {
        long[] times = first.times();
        int size = first.size();
        int from = a;
        long last = lastTime;
        long penalty = secondPenalty;
        long bound = secondBound;
        int i = a;
        while (i < size) {
            bound = Math.max(bound, last + 1 + penalty);
            long t = times[i];
            if (t > bound) {
                break;
            }
            penalty = last == Long.MIN_VALUE ? INITIAL_PENALTY : 2 * (t - last);
            last = t;
            i++;
        }
        a = i;
        if (i > from) {
            firstPenalty = 0;
        }
        lastTime = last;
        secondPenalty = penalty;
        secondBound = bound;
        takeFirst(from, i);
    }

    /// The same for the second replica, which must be strictly before the bound: of equals the first replica's sample is taken.
    private void followSecond() {
        int from = b;
        long last = lastTime;
        int i = b;
        while (true) {
            firstBound = Math.max(firstBound, last + 1 + firstPenalty);
            i = second.seek(i, last + 1);
            if (i == second.samples().size() || second.samples().time(i) >= firstBound) {
                break;
            }
            long t = second.samples().time(i);
            firstPenalty = 2 * (t - last);
            last = t;
            i++;
        }
        b = i;
        if (i > from) {
            secondPenalty = 0;
        }
        lastTime = last;
        takeSecond(from, i);
    }

    /// One step of the rule with both replicas; false at the end.
    private boolean step() {
        firstBound = Math.max(firstBound, lastTime + 1 + firstPenalty);
        secondBound = Math.max(secondBound, lastTime + 1 + secondPenalty);
        a = seekFirst(firstBound);
        b = second.seek(b, secondBound);
        boolean firstEnded = a == first.size();
        boolean secondEnded = b == second.samples().size();
        if (firstEnded && secondEnded) {
            return false;
        }
        boolean takeFirst = secondEnded || !firstEnded && first.time(a) <= second.samples().time(b);
        if (takeFirst != useFirst) {
            change(takeFirst, firstEnded, secondEnded);
        }
        if (firstEnded) {
            second.readAll();
            takeSecond(b, second.samples().size());
            return false;
        }
        if (secondEnded) {
            takeFirst(a, first.size());
            return false;
        }
        if (takeFirst) {
            long t = first.time(a);
            secondPenalty = penalty(t);
            firstPenalty = 0;
            lastTime = t;
            takeFirst(a, ++a);
        } else {
            long t = second.samples().time(b);
            firstPenalty = penalty(t);
            secondPenalty = 0;
            lastTime = t;
            takeSecond(b, ++b);
        }
        return true;
    }

    private long penalty(long t) {
        return lastTime == Long.MIN_VALUE ? INITIAL_PENALTY : 2 * (t - lastTime);
    }

    private int seekFirst(long t) {
        long[] times = first.times();
        int i = a;
        while (i < first.size() && times[i] < t) {
            i++;
        }
        if (i > a) {
            diverge();
        }
        return i;
    }

    private void change(boolean takeFirst, boolean firstEnded, boolean secondEnded) {
        boolean wasFirst = useFirst;
        useFirst = takeFirst;
        Samples taken = diverged ? into : first;
        int newest = (diverged ? into.size() : prefix) - 1;
        switch (offsets.kind()) {
            case NONE -> {
            }
            case TOTALS -> raiseTotals(taken, newest, wasFirst, firstEnded, secondEnded);
            case RAW -> bridge(taken, newest);
        }
    }

    private void raiseTotals(Samples taken, int newest, boolean wasFirst, boolean firstEnded, boolean secondEnded) {
        if (newest < 0 && wasFirst && !firstEnded) {
            // Before anything has been taken the first replica's first sample stands in for it.
            raiseTotals(first, a, firstEnded, secondEnded);
        } else if (newest >= 0) {
            raiseTotals(taken, newest, firstEnded, secondEnded);
        }
    }

    private void raiseTotals(Samples taken, int newest, boolean firstEnded, boolean secondEnded) {
        if (taken.histogramRow(newest) >= 0) {
            return;
        }
        double last = taken.value(newest);
        if (!firstEnded && first.histogramRow(a) < 0) {
            offsets.raise(true, first.value(a), last);
        }
        if (!secondEnded && second.samples().histogramRow(b) < 0) {
            offsets.raise(false, second.samples().value(b), last);
        }
    }

    private void bridge(Samples taken, int newest) {
        int last = newest;
        while (last >= 0 && isNoNumber(taken, last)) {
            last--;
        }
        Samples next = useFirst ? first : second.samples();
        int at = useFirst ? numberInFirst(a) : numberInSecond(b);
        boolean falls = last >= 0 && at < next.size() && taken.histogramRow(last) < 0 && next.histogramRow(at) < 0
                && next.value(at) < taken.value(last);
        if (falls && !isReset(taken, last, next, at)) {
            offsets.bridge(useFirst, next.value(at), taken.value(last));
        } else {
            offsets.leave(useFirst);
        }
    }

    private static boolean isNoNumber(Samples samples, int i) {
        return samples.histogramRow(i) < 0 && Double.isNaN(samples.value(i));
    }

    private int numberInFirst(int from) {
        int i = from;
        while (i < first.size() && isNoNumber(first, i)) {
            i++;
        }
        return i;
    }

    private int numberInSecond(int from) {
        int i = from;
        while (i < second.samples().size() && isNoNumber(second.samples(), i)) {
            i = second.seek(i, second.samples().time(i) + 1);
        }
        return i;
    }

    /// Whether the replica followed from now on has fallen since, once more than what was taken has.
    /// Clocks and scrapes of replicas are a bit apart, so that each may have seen the same reset a bit before or after the other.
    private boolean isReset(Samples taken, int last, Samples next, int at) {
        long apart = useFirst ? firstPenalty : secondPenalty;
        var own = new FallSearch(taken.time(last) - apart, next.time(at), next.value(at));
        if (useFirst) {
            own.lookBack(first, at);
        } else {
            second.lookBack(own);
        }
        var other = new FallSearch(own.time() - apart, taken.time(last), taken.value(last));
        other.lookBack(taken, last);
        return own.falls() > other.falls();
    }

    private void takeFirst(int from, int to) {
        if (diverged) {
            copy(first, from, to, true);
        } else {
            prefix = to;
        }
    }

    private void takeSecond(int from, int to) {
        if (to > from) {
            diverge();
            copy(second.samples(), from, to, false);
        }
    }

    private void diverge() {
        if (!diverged) {
            diverged = true;
            into.addAll(first, 0, prefix);
        }
    }

    private void copy(Samples from, int start, int end, boolean ofFirst) {
        int at = into.size();
        into.addAll(from, start, end);
        offsets.apply(into, at, ofFirst);
    }
}
