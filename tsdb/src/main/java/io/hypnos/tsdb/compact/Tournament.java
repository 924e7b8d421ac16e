package io.hypnos.tsdb.compact;

import java.util.Arrays;

/// A loser tree over `n` sorted streams, known by number: finds the one whose turn it is with one comparison per level of the tree.
final class Tournament {

    /// Compares the current elements of two streams; a stream at its end comes last.
    interface Order {

        /// Whether stream `a` comes before stream `b`. Of equal ones the lower number should.
        boolean before(int a, int b);
    }

    private final Order order;
    private final int size;
    /// At 1 and above the loser of each match, at 0 the winner of all. The leaf of stream `s` would stand at `size + s`.
    private final int[] nodes;

    /// All streams must stand on their first element, or at their end.
    Tournament(int size, Order order) {
        this.order = order;
        this.size = size;
        this.nodes = new int[Math.max(1, size)];
        Arrays.fill(nodes, -1);
        for (int stream = 0; stream < size; stream++) {
            enter(stream);
        }
    }

    /// The stream whose element comes first.
    int winner() {
        return nodes[0];
    }

    /// Plays again after the winner has moved.
    void replay() {
        int contender = nodes[0];
        for (int node = size + contender >>> 1; node > 0; node >>>= 1) {
            int other = nodes[node];
            if (order.before(other, contender)) {
                nodes[node] = contender;
                contender = other;
            }
        }
        nodes[0] = contender;
    }

    /// Moves a stream up until it meets an empty place, where it waits for who comes from the other side.
    private void enter(int stream) {
        int contender = stream;
        for (int node = size + stream >>> 1; node > 0; node >>>= 1) {
            int other = nodes[node];
            if (other < 0) {
                nodes[node] = contender;
                return;
            }
            if (order.before(other, contender)) {
                nodes[node] = contender;
                contender = other;
            }
        }
        nodes[0] = contender;
    }
}
