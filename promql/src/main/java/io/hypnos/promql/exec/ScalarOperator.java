package io.hypnos.promql.exec;

/// Gives a number for each step.
public interface ScalarOperator {

    /// One number per step. Computed once; lent, never changed.
    double[] values();
}
