package io.hypnos.series.dedup;

import java.util.List;

import io.hypnos.series.Samples;

/// The rule of [PenaltyMerge] for totals of counters of three replicas and more, sample by sample.
///
/// Replicas are folded from the left, and a change at an outer fold raises the offsets of all replicas inside of it, each by what its own
/// current sample lacks. So the inner folds cannot be done first where more than one of them changes replicas.
final class NestedPenalty {

    private NestedPenalty() {}

    /// @param replicas two or more, each ascending; `into` is cleared
    static void merge(List<Samples> replicas, Samples into) {
        Node node = new Leaf(replicas.getFirst());
        for (Samples replica : replicas.subList(1, replicas.size())) {
            node = new Fold(node, new Leaf(replica));
        }
        into.clear();
        while (node.next()) {
            Leaf leaf = node.leaf();
            into.add(leaf.samples, leaf.at);
            if (leaf.isFloat()) {
                into.values()[into.size() - 1] = leaf.value();
            }
        }
    }

    /// A replica, or replicas that have been folded.
    private sealed interface Node {

        boolean next();

        /// Moves forward until the time is `t` or later; stays where that is so already.
        boolean seek(long t);

        /// The replica that the current sample is from.
        Leaf leaf();

        void raise(double last);
    }

    private static final class Leaf implements Node {

        private final Samples samples;
        private int at = -1;
        private double offset;

        Leaf(Samples samples) {
            this.samples = samples;
        }

        @Override
        public boolean next() {
            at++;
            return at < samples.size();
        }

        @Override
        public boolean seek(long t) {
            while (at < samples.size() && (at < 0 || samples.time(at) < t)) {
                at++;
            }
            return at < samples.size();
        }

        @Override
        public Leaf leaf() {
            return this;
        }

        @Override
        public void raise(double last) {
            if (last > value()) {
                offset += last - value();
            }
            if (last > value()) {
                // Rounding must not make a reset of what was raised.
                offset += Math.ulp(last);
            }
        }

        boolean isFloat() {
            return samples.histogramRow(at) < 0;
        }

        double value() {
            return samples.value(at) + offset;
        }
    }

    private static final class Fold implements Node {

        private final Node a;
        private final Node b;
        private boolean hasA;
        private boolean hasB;
        private boolean useA = true;
        private long lastTime = Long.MIN_VALUE;
        private long penaltyA;
        private long penaltyB;

        Fold(Node a, Node b) {
            this.a = a;
            this.b = b;
            hasA = a.next();
            hasB = b.next();
        }

        @Override
        public boolean next() {
            boolean usedA = useA;
            Leaf before = (useA ? hasA : hasB) ? leaf() : null;
            boolean wasFloat = before != null && before.isFloat();
            double last = before != null && wasFloat ? before.value() : 0;
            hasA = hasA && a.seek(lastTime + 1 + penaltyA);
            hasB = hasB && b.seek(lastTime + 1 + penaltyB);
            useA = hasA && (!hasB || time(a) <= time(b));
            if (hasA || hasB) {
                take();
            }
            if (useA != usedA && wasFloat) {
                raise(last);
            }
            return hasA || hasB;
        }

        private void take() {
            long t = time(useA ? a : b);
            long penalty = lastTime == Long.MIN_VALUE ? PenaltyMerge.INITIAL_PENALTY : 2 * (t - lastTime);
            if (hasA && hasB) {
                penaltyA = useA ? 0 : penalty;
                penaltyB = useA ? penalty : 0;
            } else if (useA) {
                penaltyA = 0;
            } else {
                penaltyB = 0;
            }
            lastTime = t;
        }

        private static long time(Node node) {
            Leaf leaf = node.leaf();
            return leaf.samples.time(leaf.at);
        }

        @Override
        public boolean seek(long t) {
            boolean any = hasA || hasB;
            while (any && time(this) < t) {
                any = next();
            }
            return any;
        }

        @Override
        public Leaf leaf() {
            return useA ? a.leaf() : b.leaf();
        }

        @Override
        public void raise(double last) {
            if (hasA && a.leaf().isFloat()) {
                a.raise(last);
            }
            if (hasB && b.leaf().isFloat()) {
                b.raise(last);
            }
        }
    }
}
