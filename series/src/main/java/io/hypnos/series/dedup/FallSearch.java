package io.hypnos.series.dedup;

import io.hypnos.series.Samples;

/// Counts how often values have fallen, looking back from one of them to the last one of a moment or before.
final class FallSearch {

    private final long since;
    private long time;
    private double value;
    private int falls;

    /// @param since in epoch milliseconds
    /// @param time  of the value where the search begins
    FallSearch(long since, long time, double value) {
        this.since = since;
        this.time = time;
        this.value = value;
    }

    /// Goes on with samples that lie before those of the last call, from the latest to the earliest.
    ///
    /// @return whether the moment is reached
    boolean lookBack(Samples samples, int to) {
        for (int i = to - 1; i >= 0; i--) {
            double earlier = samples.value(i);
            if (samples.time(i) >= time || samples.histogramRow(i) >= 0 || Double.isNaN(earlier)) {
                continue;
            }
            falls += earlier > value ? 1 : 0;
            time = samples.time(i);
            value = earlier;
            if (time <= since) {
                return true;
            }
        }
        return false;
    }

    int falls() {
        return falls;
    }

    /// The time of the earliest value seen.
    long time() {
        return time;
    }
}
