package io.hypnos.receive.ring;

import java.util.List;

/// How a ring places series.
public enum Algorithm {
    HASHMOD, KETAMA;

    /// What a file calls it. As in Thanos, an unknown name means hashmod.
    static Algorithm of(String text) {
        return text.equals("ketama") ? KETAMA : HASHMOD;
    }

    Hashring build(List<Endpoint> nodes, int replicas) {
        return switch (this) {
            case HASHMOD -> new HashmodHashring(nodes);
            case KETAMA -> new KetamaHashring(nodes, replicas);
        };
    }
}
