package io.hypnos.receive.write;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Counts what nodes say of the series of one request, until every series either has as many safe copies as it needs or can never have them.
///
/// A series that cannot have them comes to the verdict that most of its nodes gave, if as many gave it as copies were needed, else to
/// [Verdict#UNAVAILABLE]: trying again may help then. Late verdicts are welcome at any time.
final class Quorum {

    /// How many copies are needed of how many, and from how many final refusals on they cannot be had.
    ///
    /// @param replicas copies that are made
    /// @param needed   copies that must be safe
    record Rule(int replicas, int needed) {

        /// A majority; but one of two, as in Thanos.
        static Rule of(int replicationFactor) {
            return new Rule(replicationFactor, replicationFactor == 2 ? 1 : replicationFactor / 2 + 1);
        }

        /// One copy, which somebody else takes care of.
        static final Rule ONE = new Rule(1, 1);

        int hopeless() {
            return replicas - needed + 1;
        }
    }

    private static final Verdict[] VERDICTS = Verdict.values();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int seriesCount;
    /// By series.
    private final Rule[] rules;
    /// Number of nodes by series and verdict.
    @GuardedBy("lock")
    private final byte[] counts;
    @GuardedBy("lock")
    private int undecided;
    @GuardedBy("lock")
    private int pending;
    @GuardedBy("lock")
    private final List<String> reasons = new ArrayList<>();

    /// @param rules   of each series; null for series that nobody was asked to store
    /// @param answers how many times [#told] will be called
    Quorum(Rule[] rules, int answers) {
        this.rules = rules;
        this.seriesCount = rules.length;
        this.counts = new byte[seriesCount * VERDICTS.length];
        this.pending = answers;
        for (Rule rule : rules) {
            undecided += rule == null ? 0 : 1;
        }
    }

    /// Takes in one node's verdict on some series.
    ///
    /// @param verdicts of each of the series, by their numbers
    /// @param reason   why it is not all well, for the sender; empty when it is
    void told(int[] series, int count, VerdictOf verdicts, String reason) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                note(series[i], verdicts.of(series[i]));
            }
            pending--;
            if (!reason.isEmpty()) {
                reasons.add(reason);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What a node says of a series.
    @FunctionalInterface
    interface VerdictOf {
        Verdict of(int series);
    }

    @GuardedBy("lock")
    private void note(int series, Verdict verdict) {
        boolean before = isDecided(series);
        counts[series * VERDICTS.length + verdict.ordinal()]++;
        if (!before && isDecided(series)) {
            undecided--;
        }
    }

    @GuardedBy("lock")
    private boolean isDecided(int series) {
        return count(series, Verdict.STORED) >= rules[series].needed()
                || finalRefusals(series) >= rules[series].hopeless();
    }

    @GuardedBy("lock")
    private int count(int series, Verdict verdict) {
        return counts[series * VERDICTS.length + verdict.ordinal()];
    }

    @GuardedBy("lock")
    private int finalRefusals(int series) {
        return count(series, Verdict.INVALID) + count(series, Verdict.CONFLICT);
    }

    /// Waits until every series is decided or every node has answered, at most until `deadlineNanos`.
    void await(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (undecided > 0 && pending > 0) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS) && deadlineNanos - System.nanoTime() <= 0) {
                    break;
                }
            }
            if (undecided > 0 && pending > 0) {
                reasons.add(pending + (pending == 1 ? " node has" : " nodes have") + " not answered in time");
            }
        } finally {
            lock.unlock();
        }
    }

    /// What a series has come to by now.
    Verdict of(int series) {
        lock.lock();
        try {
            return verdict(series);
        } finally {
            lock.unlock();
        }
    }

    /// The verdict that weighs most over all series.
    Verdict worst() {
        lock.lock();
        try {
            Verdict worst = Verdict.STORED;
            for (int series = 0; series < seriesCount; series++) {
                if (rules[series] != null) {
                    Verdict verdict = verdict(series);
                    worst = verdict.compareTo(worst) > 0 ? verdict : worst;
                }
            }
            return worst;
        } finally {
            lock.unlock();
        }
    }

    /// The series with the fewest safe copies: `1 of 2 required`.
    String shortfall() {
        lock.lock();
        try {
            int least = Integer.MAX_VALUE;
            int needed = 0;
            for (int series = 0; series < seriesCount; series++) {
                Rule rule = rules[series];
                if (rule != null && count(series, Verdict.STORED) < Math.min(least, rule.needed())) {
                    least = count(series, Verdict.STORED);
                    needed = rule.needed();
                }
            }
            return least + " of " + needed + " required";
        } finally {
            lock.unlock();
        }
    }

    /// Why nodes refused, so far.
    List<String> reasons() {
        lock.lock();
        try {
            return List.copyOf(reasons);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Verdict verdict(int series) {
        Rule rule = rules[series];
        if (count(series, Verdict.STORED) >= rule.needed()) {
            return Verdict.STORED;
        }
        int refusals = finalRefusals(series);
        int others = 0;
        Verdict most = Verdict.UNAVAILABLE;
        int mostCount = 0;
        for (Verdict verdict : VERDICTS) {
            if (verdict != Verdict.STORED && !verdict.isFinal()) {
                int count = count(series, verdict);
                others += count;
                if (count >= mostCount) {
                    most = verdict;
                    mostCount = count;
                }
            }
        }
        if (refusals >= rule.needed() && refusals > mostCount || refusals >= rule.hopeless()) {
            return count(series, Verdict.CONFLICT) > 0 ? Verdict.CONFLICT : Verdict.INVALID;
        }
        return mostCount >= rule.needed() && others > 0 ? most : Verdict.UNAVAILABLE;
    }
}
