package io.hypnos.service.storeapi;

/// What happens to an answer when a part of the stores fails. The order of the constants is the number on the wire.
public enum PartialResponse {
    /// Answer with the rest, and a warning per failed store.
    WARN,
    /// No answer.
    ABORT
}
