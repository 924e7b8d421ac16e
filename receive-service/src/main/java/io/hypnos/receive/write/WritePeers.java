package io.hypnos.receive.write;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.hypnos.service.grpc.Channels;

/// The other nodes, by address. A node that is in no ring any more is let go; one that is new starts with a clean record.
public final class WritePeers implements AutoCloseable {

    private final Channels channels;
    private final int places;
    private final Duration maxBackoff;
    private final Map<String, WritePeer> peers = new ConcurrentHashMap<>();

    /// @param places     calls that may run to one node at a time
    /// @param maxBackoff the longest time for which an unreachable node is left alone
    public WritePeers(Channels channels, int places, Duration maxBackoff) {
        this.channels = channels;
        this.places = places;
        this.maxBackoff = maxBackoff;
    }

    WritePeer of(String address) {
        return peers.computeIfAbsent(address, key -> new WritePeer(key, channels.open(key), places, maxBackoff));
    }

    /// Lets go of all nodes, since the rings have changed; those in `addresses` are connected again when they are needed.
    public void reset(Set<String> addresses) {
        peers.entrySet().removeIf(entry -> {
            boolean gone = !addresses.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    @Override
    public void close() {
        reset(Set.of());
    }
}
