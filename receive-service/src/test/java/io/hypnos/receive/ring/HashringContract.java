package io.hypnos.receive.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/// What every [Hashring] must do.
abstract class HashringContract {

    /// A ring of these nodes that places this many copies.
    abstract Hashring ringOf(List<Endpoint> nodes, int replicas);

    static List<Endpoint> nodes(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> Endpoint.of("node-" + i + ":10901")).toList();
    }

    @Test
    void placesCopiesOnDifferentNodes() {
        for (int count : new int[]{1, 2, 3, 5, 7}) {
            int replicas = Math.min(3, count);
            Hashring ring = ringOf(nodes(count), replicas);
            var random = new Random(1);
            for (int i = 0; i < 1000; i++) {
                long hash = random.nextLong();
                var taken = new HashSet<Integer>();
                for (int replica = 0; replica < replicas; replica++) {
                    taken.add(ring.node(hash, replica));
                }
                assertThat(taken).hasSize(replicas).allMatch(node -> node >= 0 && node < count);
            }
        }
    }

    @Test
    void givesEachNodeItsShare() {
        Hashring ring = ringOf(nodes(5), 3);
        int[] shares = new int[5];
        var random = new Random(2);
        for (int i = 0; i < 50_000; i++) {
            for (int replica = 0; replica < 3; replica++) {
                shares[ring.node(random.nextLong(), replica)]++;
            }
        }
        assertThat(Arrays.stream(shares).min().orElseThrow()).isGreaterThan(25_000);
        assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThan(35_000);
    }

    @Test
    void placesAlikeWhateverTheOrderOfTheNodes() {
        var random = new Random(3);
        List<Endpoint> forwards = nodes(6);
        Hashring one = ringOf(forwards, 3);
        Hashring other = ringOf(forwards.reversed(), 3);
        for (int i = 0; i < 1000; i++) {
            long hash = random.nextLong();
            for (int replica = 0; replica < 3; replica++) {
                assertThat(one.nodes().get(one.node(hash, replica)))
                        .isEqualTo(other.nodes().get(other.node(hash, replica)));
            }
        }
    }
}
