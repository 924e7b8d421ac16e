package io.hypnos.promql.exec;

import java.util.Arrays;

/// Numbers of samples: looked at by the steps, added up, and read from storage, each once. A native histogram counts for as many floats as it
/// is large. Kept for each step as well if there are any to be kept apart.
public final class SampleTotals {

    private long looked;
    private long read;
    private final long[] lookedAt;
    private final long[] readAt;

    /// @param steps steps whose counts are kept apart; 0 for none
    public SampleTotals(int steps) {
        this.lookedAt = new long[steps];
        this.readAt = new long[steps];
    }

    public boolean isPerStep() {
        return lookedAt.length > 0;
    }

    public void note(int step, long samplesLooked, long samplesRead) {
        looked += samplesLooked;
        read += samplesRead;
        if (lookedAt.length > 0) {
            lookedAt[step] += samplesLooked;
            readAt[step] += samplesRead;
        }
    }

    /// Notes that each step at which the row has a sample looked at one sample and read it.
    public void noteEach(SeriesRow row) {
        if (lookedAt.length == 0) {
            int count = row.count();
            looked += count;
            read += count;
            return;
        }
        for (int step = 0; step < row.steps(); step++) {
            if (row.isPresent(step)) {
                note(step, 1, 1);
            }
        }
    }

    /// Adds other totals of the same steps, or of none.
    void add(SampleTotals other) {
        looked += other.looked;
        read += other.read;
        for (int i = 0; i < Math.min(lookedAt.length, other.lookedAt.length); i++) {
            lookedAt[i] += other.lookedAt[i];
            readAt[i] += other.readAt[i];
        }
    }

    public void clear() {
        looked = 0;
        read = 0;
        Arrays.fill(lookedAt, 0);
        Arrays.fill(readAt, 0);
    }

    public long looked() {
        return looked;
    }

    public long read() {
        return read;
    }

    public long lookedAt(int step) {
        return lookedAt[step];
    }

    public long readAt(int step) {
        return readAt[step];
    }
}
