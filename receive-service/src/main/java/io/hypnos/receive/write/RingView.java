package io.hypnos.receive.write;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.hypnos.receive.ring.Hashrings;

/// The rings as they are now, and this node's place in them.
public final class RingView {

    private final Mode mode;
    private final String localEndpoint;
    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();

    /// What a receiver does.
    public enum Mode {
        /// Finds the nodes of each series and is one of them.
        ROUTER_INGESTOR,
        /// Finds the nodes of each series, and stores nothing.
        ROUTER_ONLY,
        /// Stores all that comes.
        INGESTOR_ONLY
    }

    /// @param localAddress under which this node is in the rings; empty when it is in none
    record Seen(Hashrings rings, Optional<String> localAddress) {}

    /// @param localEndpoint what this node calls itself in the rings
    public RingView(Mode mode, String localEndpoint) {
        this.mode = mode;
        this.localEndpoint = localEndpoint;
        if (mode == Mode.INGESTOR_ONLY) {
            set(Hashrings.single(localEndpoint));
        }
    }

    public Mode mode() {
        return mode;
    }

    public void set(Hashrings rings) {
        Optional<String> local = switch (mode) {
            case ROUTER_INGESTOR, INGESTOR_ONLY -> rings.addressOf(localEndpoint);
            case ROUTER_ONLY -> Optional.empty();
        };
        seen.set(new Seen(rings, local));
    }

    /// Null before rings were read.
    @Nullable
    Seen now() {
        return seen.get();
    }

    /// The rings; empty before they were read.
    public Optional<Hashrings> rings() {
        Seen now = seen.get();
        return now == null ? Optional.empty() : Optional.of(now.rings());
    }
}
