package io.hypnos.tsdb;

import io.hypnos.tsdb.head.HeadMetrics;
import io.hypnos.tsdb.wal.WalMetrics;

/// What one database counts, part by part.
public final class TsdbMetrics {

    private final HeadMetrics head = new HeadMetrics();
    private final WalMetrics log = new WalMetrics();
    private final WalMetrics lateLog = new WalMetrics();

    public HeadMetrics head() {
        return head;
    }

    public WalMetrics log() {
        return log;
    }

    public WalMetrics lateLog() {
        return lateLog;
    }
}
