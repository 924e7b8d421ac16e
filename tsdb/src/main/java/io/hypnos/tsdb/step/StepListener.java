package io.hypnos.tsdb.step;

/// Called on the thread that passes a [Step], before it goes on.
@FunctionalInterface
public interface StepListener {

    /// Does nothing.
    StepListener NONE = step -> {};

    void passed(Step step);
}
