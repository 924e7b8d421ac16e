package io.hypnos.series.merge;

import java.util.Arrays;

/// A tournament of sorted sources (Knuth, volume 3, 5.4.1): after each step one comparison per level finds the next winner.
///
/// Each inner node holds the loser of the match that was played there. Of equals the source with the lower number wins, so that equals come
/// out in the order of their sources.
public final class LoserTree {

    /// What the tournament is about.
    public interface Contest {

        /// Whether the source has come to its end.
        boolean isExhausted(int source);

        /// Orders the current items of two sources that are not exhausted.
        int compare(int a, int b);
    }

    private final Contest contest;
    private final int sources;
    /// `losers[1..sources - 1]` are the inner nodes, `losers[0]` is the winner of all.
    private final int[] losers;

    /// Plays all matches; every source must stand on its first item or be exhausted.
    public LoserTree(int sources, Contest contest) {
        this.contest = contest;
        this.sources = sources;
        losers = new int[Math.max(1, sources)];
        Arrays.fill(losers, -1);
        for (int source = 0; source < sources; source++) {
            play(source);
        }
    }

    /// The source with the least item; negative when all are exhausted.
    public int winner() {
        return sources == 0 || contest.isExhausted(losers[0]) ? -1 : losers[0];
    }

    /// To be called when the winner has moved to its next item or its end.
    public void winnerMoved() {
        int source = losers[0];
        for (int node = source + sources >> 1; node > 0; node >>= 1) {
            if (beats(losers[node], source)) {
                int loser = source;
                source = losers[node];
                losers[node] = loser;
            }
        }
        losers[0] = source;
    }

    /// Lets a source climb until it meets a node where nobody has played yet.
    private void play(int newcomer) {
        int source = newcomer;
        for (int node = source + sources >> 1; node > 0; node >>= 1) {
            if (losers[node] < 0) {
                losers[node] = source;
                return;
            }
            if (beats(losers[node], source)) {
                int loser = source;
                source = losers[node];
                losers[node] = loser;
            }
        }
        losers[0] = source;
    }

    private boolean beats(int a, int b) {
        if (contest.isExhausted(a)) {
            return false;
        }
        if (contest.isExhausted(b)) {
            return true;
        }
        int order = contest.compare(a, b);
        return order < 0 || order == 0 && a < b;
    }
}
