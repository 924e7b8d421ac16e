package io.hypnos.promql.exec;

import io.hypnos.promql.QueryException;

/// Counts samples the way Prometheus does, so that one `--query.max-samples` means the same in both: what an evaluation that keeps every
/// intermediate result in memory would hold. The engine itself holds less. Used by the thread that runs the query.
public final class SampleAccount {

    private final long max;
    private long current;
    private long peak;
    private long total;
    private long read;

    public SampleAccount(long max) {
        this.max = max;
    }

    public long current() {
        return current;
    }

    /// Takes in samples that stay until they are [#release(long)]d.
    ///
    /// @throws QueryException.TooManySamples when these are too many
    public void hold(long samples) {
        current += samples;
        if (current > max) {
            throw new QueryException.TooManySamples("query execution");
        }
        if (current > peak) {
            peak = current;
        }
    }

    public void release(long samples) {
        current -= samples;
    }

    /// Notes samples that are held for a moment on top of the current ones.
    public void touch(long samples) {
        hold(samples);
        release(samples);
    }

    /// Notes what steps looked at.
    public void looked(long samples) {
        total += samples;
    }

    /// Notes what was read.
    public void read(long samples) {
        read += samples;
    }

    public long peak() {
        return peak;
    }

    public long total() {
        return total;
    }

    public long read() {
        return read;
    }
}
