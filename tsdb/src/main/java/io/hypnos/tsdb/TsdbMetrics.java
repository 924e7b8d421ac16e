package io.hypnos.tsdb;

/// What one database counts.
public final class TsdbMetrics {}
