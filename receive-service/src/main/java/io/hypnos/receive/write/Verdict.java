package io.hypnos.receive.write;

/// What one node says of a series, and what a request comes to; from the best to the one that weighs most where series differ.
public enum Verdict {
    /// It is safe there.
    STORED,
    /// The sample can never be stored: its labels or its histogram make no sense.
    INVALID,
    /// The sample can never be stored beside what is there already: out of order, out of bounds, another value at its time.
    CONFLICT,
    /// The request asks for a copy that its ring does not have; said of whole requests only.
    BAD_REPLICA,
    /// The tenant may have no more series.
    TOO_MANY_SERIES,
    /// The node has no use for it: no ring for the tenant, or it failed in a way that nobody expects.
    FAILED,
    /// The node is starting or stopping.
    NOT_READY,
    /// The node cannot be reached in time, or cannot write at the moment.
    UNAVAILABLE;

    /// Whether trying again is pointless.
    boolean isFinal() {
        return switch (this) {
            case INVALID, CONFLICT -> true;
            case STORED, BAD_REPLICA, TOO_MANY_SERIES, FAILED, NOT_READY, UNAVAILABLE -> false;
        };
    }
}
