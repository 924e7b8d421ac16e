package io.hypnos.allinone.bench.verify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// What a verification found. Safe for use by many threads.
public final class Findings {

    private static final int EXAMPLES_PER_KIND = 4;

    private final LongAdder confirmed = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder changed = new LongAdder();
    private final LongAdder doubled = new LongAdder();
    private final LongAdder invented = new LongAdder();
    private final LongAdder unacknowledged = new LongAdder();
    private final List<String> examples = new CopyOnWriteArrayList<>();

    /// The numbers of samples.
    ///
    /// @param confirmed      acknowledged, and there
    /// @param lost           acknowledged, and not there
    /// @param changed        there with a value that was never sent
    /// @param doubled        there more than once
    /// @param invented       there at a time, or in a series, that was never sent
    /// @param unacknowledged sent without being acknowledged, and there nevertheless; no fault
    public record Summary(long confirmed, long lost, long changed, long doubled, long invented, long unacknowledged) {

        /// Whether everything is as it was sent.
        public boolean isClean() {
            return lost == 0 && changed == 0 && doubled == 0 && invented == 0;
        }
    }

    void confirmed() {
        confirmed.increment();
    }

    void unacknowledged() {
        unacknowledged.increment();
    }

    void lost(String what) {
        lost.increment();
        example("lost", what);
    }

    void changed(String what) {
        changed.increment();
        example("changed", what);
    }

    void doubled(int samples, String what) {
        doubled.add(samples);
        example("doubled", what);
    }

    void invented(int samples, String what) {
        invented.add(samples);
        example("never sent", what);
    }

    private void example(String kind, String what) {
        if (examples.stream().filter(known -> known.startsWith(kind)).count() < EXAMPLES_PER_KIND) {
            examples.add(kind + ": " + what);
        }
    }

    public Summary summary() {
        return new Summary(confirmed.sum(), lost.sum(), changed.sum(), doubled.sum(), invented.sum(),
                unacknowledged.sum());
    }

    /// The first few faults of each kind, for people.
    public List<String> examples() {
        return List.copyOf(examples);
    }
}
