package io.hypnos.series;

/// What one running request may still use: time and memory. Passed down as a parameter from the edge to every loop that works for the
/// request; loops call [#check()] once per batch, never per sample. Safe for use by several threads.
///
/// Memory is accounted as it is allocated, not estimated: whoever allocates a buffer that grows with the data calls [#reserve(long)]
/// first, and [#release(long)] when the buffer is gone before the request is. What is not released is returned when the request ends.
public interface QueryContext {

    /// A context without limits, for tests and for work that nobody waits for.
    QueryContext UNLIMITED = new QueryContext() {
        @Override
        public void check() {}

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void reserve(long bytes) {}

        @Override
        public void release(long bytes) {}
    };

    /// Returns when the request may go on.
    ///
    /// @throws QueryAbortedException when it was cancelled or its time is up
    void check();

    /// The [System#nanoTime()] at which the time is up; `Long.MAX_VALUE` for never.
    long deadlineNanos();

    /// Accounts for `bytes` about to be allocated.
    ///
    /// @throws QueryAbortedException when the limit of this request, or of all requests together, would be passed
    void reserve(long bytes);

    /// Gives back `bytes` reserved before.
    void release(long bytes);
}
