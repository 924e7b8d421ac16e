package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.XxHash64;
import io.hypnos.series.XxHash64Stream;
import io.hypnos.series.testing.Seeded;

@Seeded
class LabelHashTest {

    @Test
    void isThatOfPrometheus() {
        assertThat(LabelHash.ofAll().hash(Labels.EMPTY)).isEqualTo(0xef46db3751d8e999L);
        assertThat(LabelHash.ofAll().hash(Labels.of("hello", "world"))).isEqualTo(0x347c8ee7a9e29708L);
        assertThat(LabelHash.ofAll().hash(Labels.of("__name__", "metric", "label", "value")))
                .isEqualTo(0xcbab40540f26097dL);
    }

    @Test
    void shardsAreThoseOfThanos() {
        Labels labels = Labels.of("__name__", "up", "pod", "nginx", "zone", "a");
        assertThat(LabelHash.by(List.of("pod")).hash(labels))
                .isEqualTo(Long.parseUnsignedLong("16940197174540583416"));
        assertThat(LabelHash.by(List.of("pod")).isInShard(labels, 1, 3)).isTrue();
        assertThat(LabelHash.by(List.of("pod")).isInShard(labels, 0, 3)).isFalse();
        assertThat(LabelHash.without(List.of("zone", "__name__", "absent")).hash(labels))
                .isEqualTo(LabelHash.by(List.of("pod", "absent")).hash(labels));
        assertThat(LabelHash.by(List.of("absent")).hash(labels)).isEqualTo(LabelHash.ofAll().hash(Labels.EMPTY));
    }

    @Test
    void piecesHashLikeTheWhole(Random random) {
        var stream = new XxHash64Stream();
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            stream.reset();
            for (int at = 0; at < bytes.length;) {
                int size = Math.min(bytes.length - at, random.nextInt(50));
                if (size == 1) {
                    stream.update(bytes[at]);
                } else {
                    stream.update(bytes, at, size);
                }
                at += size;
            }
            assertThat(stream.hash()).isEqualTo(XxHash64.hash(bytes));
        }
        assertThat(stream.reset().update("a".getBytes(UTF_8), 0, 1).hash())
                .isEqualTo(Long.parseUnsignedLong("15154266338359012955"));
    }
}
