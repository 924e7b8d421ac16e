package io.hypnos.allinone.bench.wire;

/// What a receiver answered.
///
/// @param status            HTTP status
/// @param message           the start of the answer's body, for people; empty on success
/// @param retryAfterSeconds what the answer asks for; 0 when it does not
public record WriteResponse(int status, String message, int retryAfterSeconds) {

    /// Whether every sample of the request is acknowledged.
    public boolean isAcknowledged() {
        return status >= 200 && status < 300;
    }

    /// Whether the same request may succeed later.
    public boolean isRetryable() {
        return status == 429 || status >= 500;
    }
}
