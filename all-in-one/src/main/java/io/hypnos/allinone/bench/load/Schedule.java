package io.hypnos.allinone.bench.load;

/// When each request of a run is due. The plan is made before the run and does not wait for answers: a receiver that stalls makes every request late
/// that fell due meanwhile, and each of them is measured from when it was due.
///
/// @param startNanos      begin of the run, on the clock of [Pace]
/// @param durationNanos   its length
/// @param nanosPerRequest distance of requests over all connections; 0 for as fast as they are answered
/// @param groups          number of requests in a step
public record Schedule(long startNanos, long durationNanos, double nanosPerRequest, int groups) {

    /// Whether requests are due at set times.
    public boolean isOpenLoop() {
        return nanosPerRequest > 0;
    }

    /// When the request of a group falls due in a step; the beginning of the run where nothing is set.
    public long due(long step, int group) {
        return startNanos + Math.round((step * (double) groups + group) * nanosPerRequest);
    }

    public long endNanos() {
        return startNanos + durationNanos;
    }
}
