package io.hypnos.receive.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;

/// Places series as Thanos does; the expected nodes were computed by Thanos.
class KetamaHashringTest extends HashringContract {

    @Override
    Hashring ringOf(List<Endpoint> nodes, int replicas) {
        return new KetamaHashring(nodes, replicas);
    }

    static long hash(String tenant, String... labels) {
        var hash = new SeriesHash();
        hash.tenant(new TenantId(tenant));
        hash.begin();
        Labels set = Labels.of(labels);
        LabelCursor cursor = set.cursor();
        while (cursor.next()) {
            hash.label(set.packed(), cursor.nameOffset(), cursor.nameLength(), cursor.valueOffset(),
                    cursor.valueLength());
        }
        return hash.hash();
    }

    private static List<String> placed(Hashring ring, long hash) {
        var names = new ArrayList<String>();
        for (int replica = 0; replica < ring.maxReplicas(); replica++) {
            names.add(ring.nodes().get(ring.node(hash, replica)).address());
        }
        return names;
    }

    private static List<Endpoint> plain(String... addresses) {
        return Stream.of(addresses).map(Endpoint::of).toList();
    }

    @Test
    void hashesSeriesAsThanosDoes() {
        assertThat(hash("tenant", "pod", "nginx")).isEqualTo(2721383669947386403L);
        assertThat(hash("default-tenant", "__name__", "up", "job", "a")).isEqualTo(1272757647719927712L);
    }

    @Test
    void placesSeriesAsThanosDoes() {
        List<Endpoint> nodes = plain("node-1", "node-2", "node-3");
        Hashring small = new KetamaHashring(nodes, 3, 10);
        assertThat(placed(small, hash("tenant", "pod", "nginx"))).containsExactly("node-2", "node-1", "node-3");
        assertThat(placed(small, hash("tenant", "pod", "thanos"))).containsExactly("node-3", "node-1", "node-2");
        var ring = new KetamaHashring(nodes, 3);
        assertThat(placed(ring, hash("tenant", "pod", "nginx"))).containsExactly("node-1", "node-2", "node-3");
        assertThat(placed(ring, hash("tenant", "pod", "thanos"))).containsExactly("node-3", "node-2", "node-1");
        assertThat(ring.sections().hash(0)).isEqualTo(5323887377109869L);
        assertThat(nodes.get(ring.sections().owner(0)).address()).isEqualTo("node-2");
    }

    static List<Endpoint> zoned() {
        var nodes = new ArrayList<Endpoint>();
        for (int i = 1; i <= 6; i++) {
            nodes.add(new Endpoint("node-" + i + ":10901", "node-" + i + ":19391",
                    List.of("a", "b", "c").get((i - 1) % 3)));
        }
        return nodes;
    }

    @Test
    void spreadsCopiesOverZonesAsThanosDoes() {
        Hashring ring = new KetamaHashring(zoned(), 3);
        assertThat(placed(ring, hash("tenant", "pod", "nginx"))).containsExactly("node-3:10901", "node-2:10901",
                "node-1:10901");
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long hash = random.nextLong();
            var zones = new ArrayList<String>();
            for (int replica = 0; replica < 3; replica++) {
                zones.add(ring.nodes().get(ring.node(hash, replica)).zone());
            }
            assertThat(zones).doesNotHaveDuplicates();
        }
    }

    @Test
    void placesAllCopiesWhenZonesAreTooSmallForTheirShare() {
        var nodes = new ArrayList<>(plain("a:1", "b:1", "c:1"));
        nodes.add(new Endpoint("d:1", "d:2", "tiny"));
        Hashring ring = new KetamaHashring(nodes, 4);
        assertThat(placed(ring, 42)).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void movesOnlyTheShareOfANodeThatLeaves() {
        Hashring before = new KetamaHashring(nodes(5), 1);
        Hashring after = new KetamaHashring(nodes(5).subList(0, 4), 1);
        var random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            long hash = random.nextLong();
            if (before.node(hash, 0) != 4) {
                assertThat(after.node(hash, 0)).isEqualTo(before.node(hash, 0));
            }
        }
    }

    @Test
    void needsAsManyNodesAsCopies() {
        assertThatThrownBy(() -> new KetamaHashring(nodes(2), 3)).hasMessageContaining("replication factor 3");
    }

    @Test
    void countsPlacementsPerNode() {
        Hashring ring = new KetamaHashring(nodes(3), 3);
        var first = new HashMap<Integer, Integer>();
        var random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            first.merge(ring.node(random.nextLong(), 0), 1, Integer::sum);
        }
        assertThat(first.values()).allMatch(count -> count > 700);
    }
}
