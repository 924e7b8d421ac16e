package io.hypnos.allinone.demo.live;

/// What a live writer sends each time.
interface SampleSource {

    /// Adds the samples of a moment.
    void collect(long millis, WriteBatch into);
}
