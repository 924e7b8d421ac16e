package io.hypnos.promql.exec.window;

/// What the times at which samples began to count say about two samples that follow one another. Epoch milliseconds, 0 for unknown.
final class StartTimes {

    private StartTimes() {}

    /// Whether counting started anew between the two samples.
    static boolean isReset(long previousStart, long previousTime, long start, long time) {
        if (start == 0 || start >= time || start < previousTime) {
            return false;
        }
        if (start > previousTime) {
            return true;
        }
        // The second begins where the first ends: a delta, unless the first does not really know when it began.
        return previousStart <= previousTime && previousStart != 0 && previousStart != previousTime;
    }

    /// Whether the second sample counts something that the first one has counted, too, and is no continuation of it.
    static boolean overlaps(long previousStart, long previousTime, long start) {
        return start != 0 && start < previousTime && start != previousStart;
    }
}
