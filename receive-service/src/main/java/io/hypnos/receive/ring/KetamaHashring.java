package io.hypnos.receive.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A consistent hash ring: a series goes to the nodes whose points follow its hash. A node more or less moves only its share.
///
/// The copies of a section are its owner and, clockwise, further nodes. A node is passed over while its zone has more copies than the zone
/// with the fewest, so that copies spread over zones before any zone has two. Worked out once per section.
public final class KetamaHashring implements Hashring {

    private final List<Endpoint> nodes;
    private final KetamaSections sections;
    private final int replicas;
    /// Nodes of section `s` at `s * replicas`.
    private final int[] placed;

    /// @param replicas how many copies can be placed
    /// @throws InvalidHashringException when there are fewer nodes than copies
    public KetamaHashring(List<Endpoint> nodes, int replicas) {
        this(nodes, replicas, KetamaSections.PER_NODE);
    }

    /// @param perNode points of each node
    KetamaHashring(List<Endpoint> nodes, int replicas, int perNode) {
        if (nodes.size() < replicas) {
            throw new InvalidHashringException(
                    "ketama: amount of endpoints needs to be larger than replication factor: " + nodes.size()
                            + " endpoints, replication factor " + replicas);
        }
        this.nodes = List.copyOf(nodes);
        this.replicas = replicas;
        this.sections = new KetamaSections(this.nodes, perNode);
        this.placed = new int[Math.multiplyExact(sections.size(), replicas)];
        Map<String, Integer> zoneNumbers = new HashMap<>();
        int[] zones = nodes.stream()
                .mapToInt(node -> zoneNumbers.computeIfAbsent(node.zone(), zone -> zoneNumbers.size())).toArray();
        int[] copiesByZone = new int[zoneNumbers.size()];
        for (int section = 0; section < sections.size(); section++) {
            place(section, zones, copiesByZone);
        }
    }

    private void place(int section, int[] zones, int[] copiesByZone) {
        Arrays.fill(copiesByZone, 0);
        boolean[] taken = new boolean[nodes.size()];
        int copies = 0;
        // Each time round takes a node as long as the zones allow it; when they do not (a zone too small for its share), any node must do.
        for (int step = 0; copies < replicas; step++) {
            int node = sections.owner((section + step) % sections.size());
            boolean stuck = step >= sections.size() * (replicas + 1);
            if (taken[node] || !stuck && isCrowded(zones[node], copiesByZone)) {
                continue;
            }
            taken[node] = true;
            copiesByZone[zones[node]]++;
            placed[section * replicas + copies++] = node;
        }
    }

    private static boolean isCrowded(int zone, int[] copiesByZone) {
        if (copiesByZone.length == 1 || copiesByZone[zone] == 0) {
            return false;
        }
        int fewest = Integer.MAX_VALUE;
        for (int copies : copiesByZone) {
            fewest = Math.min(fewest, copies);
        }
        return copiesByZone[zone] > fewest;
    }

    @Override
    public List<Endpoint> nodes() {
        return nodes;
    }

    @Override
    public int node(long hash, int replica) {
        return placed[sections.at(hash) * replicas + replica];
    }

    @Override
    public int maxReplicas() {
        return replicas;
    }

    KetamaSections sections() {
        return sections;
    }
}
