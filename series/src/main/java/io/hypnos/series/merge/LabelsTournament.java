package io.hypnos.series.merge;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// A tournament of sources that are each sorted by labels (a tree of losers, Knuth, volume 3, 5.4.1). Of equals the source with the lower
/// number wins.
///
/// Each label set has a code: where it first differs from the last winner, and what stands there (Graefe's offset-value coding; see
/// [Labels#codeAgainst(Labels)]). Whoever met the last winner on its way up has been coded against it, so that nearly every match is decided
/// by two numbers without a look at the labels, and equality with the last winner costs nothing at all. What a new label set costs is one
/// comparison with the one before it in its source, which is needed anyway to see that the source keeps its order.
final class LabelsTournament {

    /// The code of a source without a next item, above all others as an unsigned number.
    private static final long EXHAUSTED = -1;

    private final @Nullable Labels[] current;
    private final long[] codes;
    /// `losers[1..]` are the inner nodes; `losers[0]` is the winner of all.
    private final int[] losers;

    /// @param first each source's first label set, or null for an empty source; lent
    LabelsTournament(@Nullable Labels[] first) {
        current = first.clone();
        codes = new long[first.length];
        losers = new int[Math.max(1, first.length)];
        Arrays.fill(losers, -1);
        for (int source = 0; source < first.length; source++) {
            Labels labels = first[source];
            codes[source] = labels == null ? EXHAUSTED : labels.codeAgainst(Labels.EMPTY);
        }
        for (int source = 0; source < first.length; source++) {
            climb(source);
        }
    }

    /// The source with the least labels; negative when all are exhausted.
    int winner() {
        return current.length == 0 || codes[losers[0]] == EXHAUSTED ? -1 : losers[0];
    }

    /// Whether the winner has the labels of the winner before it.
    boolean isSameAsBefore() {
        return winner() >= 0 && codes[losers[0]] == Labels.SAME_CODE;
    }

    /// Gives the winner's source its next label set, null at its end. False, and nothing done, when that is out of order.
    boolean advance(@Nullable Labels next) {
        int source = losers[0];
        if (next == null) {
            codes[source] = EXHAUSTED;
        } else {
            long code = next.codeAgainst(labels(source));
            if (code == Labels.LESS_CODE) {
                return false;
            }
            codes[source] = code;
        }
        current[source] = next;
        climb(source);
        return true;
    }

    private Labels labels(int source) {
        Labels labels = current[source];
        if (labels == null) {
            throw new IllegalStateException("source " + source + " is exhausted");
        }
        return labels;
    }

    /// Plays from a leaf up to the root, or to the first node where nobody has played yet.
    private void climb(int newcomer) {
        int source = newcomer;
        for (int node = source + current.length >> 1; node > 0; node >>= 1) {
            int other = losers[node];
            if (other < 0) {
                losers[node] = source;
                return;
            }
            if (beats(other, source)) {
                losers[node] = source;
                source = other;
            }
        }
        losers[0] = source;
    }

    /// Whether `a` comes before `b`; the loser is coded against the winner afterwards.
    private boolean beats(int a, int b) {
        long left = codes[a];
        long right = codes[b];
        if (left != right) {
            // Codes against a third that is less than both: the loser differs from the winner where it differs from that.
            return Long.compareUnsigned(left, right) < 0;
        }
        if (left == EXHAUSTED || left == Labels.SAME_CODE) {
            return a < b;
        }
        int order = labels(a).compareTo(labels(b));
        boolean wins = order < 0 || order == 0 && a < b;
        int loser = wins ? b : a;
        codes[loser] = labels(loser).codeAgainst(labels(wins ? a : b));
        return wins;
    }
}
