package io.hypnos.allinone.bench.load;

import java.util.SortedMap;

/// What a run came to.
///
/// @param seconds  measured time
/// @param samples  how many
/// @param requests how they were answered
/// @param latency  how long the answers took
/// @param bytes    what went over the wire
/// @param cost     what this tool itself used
public record LoadReport(double seconds, Samples samples, Requests requests, Latency latency, Bytes bytes, Cost cost) {

    /// @param acknowledged         answered with success
    /// @param refused              answered otherwise, or not at all
    /// @param unsent               due, but not sent before the run was over
    /// @param perSecond            acknowledged samples per second
    /// @param wantedPerSecond      what was asked for; 0 for as many as possible
    public record Samples(long acknowledged, long refused, long unsent, double perSecond, double wantedPerSecond) {}

    /// @param byStatus answers by HTTP status, 0 where there was none
    /// @param messages the first message of each status that is no success
    public record Requests(SortedMap<Integer, Long> byStatus, SortedMap<Integer, String> messages) {}

    /// Milliseconds from when a request was due to its answer.
    public record Latency(double p50, double p90, double p99, double p999, double max) {}

    /// @param compressed bytes of bodies as sent
    /// @param plain      bytes of bodies before compression
    /// @param perSample  compressed bytes per sample
    public record Bytes(long compressed, long plain, double perSample) {}

    /// @param cpuSeconds         processor time of this process
    /// @param microsPerSample    the same per sample, in microseconds
    /// @param reachedPresent     whether the run ended early because its samples had caught up with the clock
    public record Cost(double cpuSeconds, double microsPerSample, boolean reachedPresent) {}
}
