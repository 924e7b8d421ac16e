package io.hypnos.series.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregateChunkCodecTest {

    private static final Chunk COUNT = Chunk.of(10, 20, ChunkEncoding.XOR,
            HexFormat.of().parseHex("0003d00f402f000000000000e807dc2e5a899880"));

    @Test
    void writesLengthEncodingAndDataOfEachPart() {
        byte[] bytes = AggregateChunkCodec.write(aggregates(COUNT, null, null, null, null));
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("14" + "01" + "0003d00f402f000000000000e807dc2e5a899880" + "00000000");
    }

    @Test
    void readsWhatItWroteWithoutCopying() {
        Chunk big = Chunk.of(10, 20, ChunkEncoding.FLOAT_HISTOGRAM, new byte[300]);
        AggregateChunk chunk = aggregates(COUNT, big, null, COUNT, big);
        byte[] bytes = AggregateChunkCodec.write(chunk);
        byte[] shared = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, shared, 7, bytes.length);
        AggregateChunk read = AggregateChunkCodec.parse(10, 20, shared, 7, bytes.length);
        for (Aggregate aggregate : Aggregate.values()) {
            assertThat(read.part(aggregate)).isEqualTo(chunk.part(aggregate));
            Chunk part = read.part(aggregate);
            if (part != null) {
                assertThat(part.data()).isSameAs(shared);
            }
        }
    }

    @Test
    void refusesPartsThatReachBeyondTheEnd() {
        byte[] bytes = AggregateChunkCodec.write(aggregates(COUNT, null, null, null, COUNT));
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> AggregateChunkCodec.parse(0, 0, bytes, 0, cut))
                    .isInstanceOf(InvalidChunkException.class);
        }
    }

    @Test
    void refusesAnAggregateOfAggregates() {
        assertThatThrownBy(() -> AggregateChunkCodec.parse(0, 0, new byte[]{1, (byte) 0xFF, 0, 0, 0, 0, 0}, 0, 7))
                .isInstanceOf(InvalidChunkException.class).hasMessageContaining("COUNT");
    }

    private static AggregateChunk aggregates(@Nullable Chunk... parts) {
        return new AggregateChunk(10, 20, parts);
    }
}
