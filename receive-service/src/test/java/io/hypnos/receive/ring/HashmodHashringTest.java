package io.hypnos.receive.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class HashmodHashringTest extends HashringContract {

    @Override
    Hashring ringOf(List<Endpoint> nodes, int replicas) {
        return new HashmodHashring(nodes);
    }

    @Test
    void takesTheHashAsUnsignedAndWrapsAround() {
        var ring = new HashmodHashring(nodes(3));
        assertThat(ring.node(-1L, 0)).isEqualTo((int) Long.remainderUnsigned(-1L, 3));
        assertThat(ring.node(-1L, 1)).isZero();
        assertThat(ring.node(2721383669947386403L, 0)).isEqualTo(1);
    }

    @Test
    void knowsNoZones() {
        assertThatThrownBy(() -> new HashmodHashring(List.of(new Endpoint("a:1", "a:2", "z"))))
                .hasMessageContaining("use ketama");
    }
}
