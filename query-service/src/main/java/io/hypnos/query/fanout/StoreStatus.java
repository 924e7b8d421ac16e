package io.hypnos.query.fanout;

import java.time.Instant;

import io.grpc.Channel;
import org.jspecify.annotations.Nullable;

import io.hypnos.service.storeapi.RemoteStore;

/// An endpoint as it was at the last check.
///
/// @param channel to it, for services besides the store; lent
/// @param store   how to ask it, with what it last said of itself
public record StoreStatus(Endpoint endpoint, Channel channel, RemoteStore store, Health health) {

    /// How an endpoint is.
    ///
    /// @param lastCheck when it was last asked what it has
    /// @param lastSeen  when it last said so; the first check when it never did
    /// @param lastError why it did not answer the last check; null when it did
    /// @param known     whether it has ever answered
    public record Health(Instant lastCheck, Instant lastSeen, @Nullable String lastError, boolean known) {

        public boolean isUp() {
            return lastError == null;
        }
    }

    /// Whether requests go there.
    public boolean isAsked() {
        return health.isUp() || endpoint.strict();
    }
}
