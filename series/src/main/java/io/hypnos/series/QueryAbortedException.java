package io.hypnos.series;

/// A request was stopped before it had its answer, for the stated reason.
public final class QueryAbortedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why a request is stopped.
    public enum Reason {
        /// The caller went away or asked to stop.
        CANCELED,
        /// The time of the request is up.
        TIMEOUT,
        /// The request, or all requests together, would use more memory than allowed.
        MEMORY,
        /// More samples would be loaded than allowed.
        SAMPLES
    }

    private final Reason reason;

    public QueryAbortedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
