package io.hypnos.receive.ring;

import java.util.List;

/// Assigns nodes to hashes of series. Immutable.
public sealed interface Hashring permits KetamaHashring, HashmodHashring, SingleNodeHashring {

    /// The nodes, numbered.
    List<Endpoint> nodes();

    /// The number of the node that takes copy `replica` (from 0, less than [#maxReplicas]) of what has this hash.
    int node(long hash, int replica);

    /// How many copies can be placed.
    int maxReplicas();
}
