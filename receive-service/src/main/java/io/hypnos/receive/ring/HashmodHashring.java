package io.hypnos.receive.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The oldest of Thanos' rings: copy `n` of a series goes to node `(hash + n) mod N`, in the order of their addresses. A node more or less
/// moves nearly every series, which is why new rings should be [KetamaHashring]s.
public final class HashmodHashring implements Hashring {

    private static final Comparator<Endpoint> BY_ADDRESS_BYTES = (a, b) -> Arrays.compareUnsigned(
            a.address().getBytes(UTF_8),
            b.address().getBytes(UTF_8));

    private final List<Endpoint> nodes;

    /// @throws InvalidHashringException for nodes with zones, which this ring cannot honour
    public HashmodHashring(List<Endpoint> nodes) {
        if (nodes.stream().anyMatch(node -> !node.zone().isEmpty())) {
            throw new InvalidHashringException("algorithm hashmod knows no availability zones (az); use ketama");
        }
        this.nodes = nodes.stream().sorted(BY_ADDRESS_BYTES).toList();
    }

    @Override
    public List<Endpoint> nodes() {
        return nodes;
    }

    @Override
    public int node(long hash, int replica) {
        return (int) Long.remainderUnsigned(hash + replica, nodes.size());
    }

    @Override
    public int maxReplicas() {
        return nodes.size();
    }
}
