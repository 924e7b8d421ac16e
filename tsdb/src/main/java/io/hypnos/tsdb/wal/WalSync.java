package io.hypnos.tsdb.wal;

/// When the write-ahead log is forced to the disk. The kill of the process loses nothing in either mode, because the log is always handed to
/// the operating system before a write is acknowledged; they differ in what a loss of power takes.
public enum WalSync {
    /// Only when a segment is complete, as Prometheus does: a power failure may take everything that the operating system has not written
    /// yet, typically the last 30 seconds.
    NONE,
    /// Regularly, on a thread of its own: a power failure takes at most one interval.
    INTERVAL,
    /// Before every acknowledgement, one force for all writes that wait: a power failure takes nothing that was acknowledged.
    GROUP
}
