package io.hypnos.query.fanout;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.hypnos.service.storeapi.RemoteStore;

/// An endpoint as it was at the last check.
///
/// @param store     how to ask it, with what it last said of itself
/// @param lastCheck when it was last asked what it has
/// @param lastSeen  when it last said so; the start of the process of watching it when it never did
/// @param lastError why it did not answer the last check; null when it did
/// @param known     whether it has ever answered
public record StoreStatus(Endpoint endpoint, RemoteStore store, Instant lastCheck, Instant lastSeen, @Nullable String lastError, boolean known) {

    /// Whether requests go there.
    public boolean isAsked() {
        return lastError == null || endpoint.strict();
    }
}
