package io.hypnos.benchmarks.compare;

import java.util.Locale;

/// What all rows of a comparison come to.
final class Ratios {

    private int rows;
    private int rowsWithCpu;
    private int slower;
    private int moreCpu;
    private int different;
    private double logLatency;
    private double logCpu;

    /// @param latency    ours as a fraction of theirs
    /// @param ourCpu     seconds; 0 when too short to be seen
    /// @param theirCpu   seconds; 0 when too short to be seen
    /// @param sameAnswer whether both said the same
    void add(double latency, double ourCpu, double theirCpu, boolean sameAnswer) {
        rows++;
        slower += latency > 1 ? 1 : 0;
        different += sameAnswer ? 0 : 1;
        logLatency += Math.log(latency);
        if (ourCpu > 0 && theirCpu > 0) {
            rowsWithCpu++;
            moreCpu += ourCpu > theirCpu ? 1 : 0;
            logCpu += Math.log(ourCpu / theirCpu);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d questions, %d with different answers; geometric mean of the ratios of latency "
                        + "%.3f, of processor time %.3f (%d questions); %d slower, %d with more processor time",
                rows, different,
                Math.exp(logLatency / rows), Math.exp(logCpu / rowsWithCpu), rowsWithCpu, slower, moreCpu);
    }
}
