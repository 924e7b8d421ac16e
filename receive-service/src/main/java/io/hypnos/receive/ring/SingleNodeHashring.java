package io.hypnos.receive.ring;

import java.util.List;

/// The ring of a receiver that has no others: it takes everything itself.
public record SingleNodeHashring(Endpoint node) implements Hashring {

    @Override
    public List<Endpoint> nodes() {
        return List.of(node);
    }

    @Override
    public int node(long hash, int replica) {
        return 0;
    }

    @Override
    public int maxReplicas() {
        return 1;
    }
}
