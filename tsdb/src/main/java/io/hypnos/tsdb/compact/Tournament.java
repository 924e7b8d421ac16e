package io.hypnos.tsdb.compact;

import java.util.Arrays;

/// A loser tree over sorted sources, known by number: finds the one whose turn it is with one comparison per level of the tree. Of equals the
/// source with the lower number comes first.
final class Tournament {

    /// What the sources stand on.
    interface Contest {

        /// Whether a source has come to its end.
        boolean isExhausted(int source);

        /// Orders the current items of two sources that are not exhausted.
        int compare(int a, int b);
    }

    private final Contest contest;
    private final int sources;
    /// At 1 and above the loser of each match, at 0 the winner of all. The leaf of source `s` would stand at `sources + s`.
    private final int[] nodes;

    /// Every source must stand on its first item, or be exhausted.
    Tournament(int sources, Contest contest) {
        this.contest = contest;
        this.sources = sources;
        this.nodes = new int[Math.max(1, sources)];
        Arrays.fill(nodes, -1);
        for (int source = 0; source < sources; source++) {
            climb(source);
        }
    }

    /// The source whose item comes first; negative when all are exhausted.
    int winner() {
        return sources == 0 || contest.isExhausted(nodes[0]) ? -1 : nodes[0];
    }

    /// To be called when the winner has moved on.
    void winnerMoved() {
        climb(nodes[0]);
    }

    /// Plays a source's matches up to the root, or to the first node where nobody waits yet.
    private void climb(int source) {
        int contender = source;
        for (int node = sources + source >>> 1; node > 0; node >>>= 1) {
            int waiting = nodes[node];
            if (waiting < 0) {
                nodes[node] = contender;
                return;
            }
            if (beats(waiting, contender)) {
                nodes[node] = contender;
                contender = waiting;
            }
        }
        nodes[0] = contender;
    }

    private boolean beats(int a, int b) {
        if (contest.isExhausted(a) || contest.isExhausted(b)) {
            return !contest.isExhausted(a) || contest.isExhausted(b) && a < b;
        }
        int order = contest.compare(a, b);
        return order < 0 || order == 0 && a < b;
    }
}
