package io.hypnos.tsdb.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

import io.hypnos.tsdb.testing.Seeds;

/// `-Dhypnos.snappy.mutations=1000000` runs the fuzzing at full length.
class SnappyBlockTest {

    private final SnappyEncoder encoder = new SnappyEncoder();

    @Test
    void decodesEveryElementKind() {
        // "abcd", copy of 4 from 4 back (short form), of 3 from 1 back (two bytes), of 2 from 11 back (four bytes)
        byte[] block = bytes("0d 0c61626364 0104 0a0100 070b000000");
        assertThat(SnappyBlock.decode(block, 0, block.length, 100)).asString().isEqualTo("abcdabcdddd" + "ab");
    }

    @Test
    void writesOnlyInsideTheDeclaredLength() {
        byte[] block = encoder.encode(new byte[100], 0, 100);
        byte[] out = new byte[140];
        Arrays.fill(out, (byte) 7);
        assertThat(SnappyBlock.decode(block, 0, block.length, out, 20)).isEqualTo(100);
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isEqualTo((byte) (i >= 20 && i < 120 ? 0 : 7));
        }
    }

    @Test
    void refusesDeclaredLengthOverTheLimitBeforeAllocating() {
        byte[] claimsTwoGigabytes = bytes("ffffffff07 00 61");
        assertThatThrownBy(() -> SnappyBlock.decode(claimsTwoGigabytes, 0, 7, Integer.MAX_VALUE))
                .isInstanceOf(InvalidSnappyException.class).hasMessageContaining("impossible");
        byte[] block = encoder.encode(new byte[5000], 0, 5000);
        assertThatThrownBy(() -> SnappyBlock.decode(block, 0, block.length, 4999))
                .isInstanceOf(InvalidSnappyException.class).hasMessageContaining("limit of 4999");
        assertThatThrownBy(() -> SnappyBlock.decode(block, 0, block.length, new byte[4999], 0))
                .isInstanceOf(InvalidSnappyException.class);
    }

    @Test
    void refusesMalformedBlocks() {
        for (String malformed : new String[]{"", "80", "8080808080", "808080808001", "01", "0461", "04 0c616263",
            "04 0c61626364 00", "04 0861", "05 0061 0d01", "04 0061 0900", "08 0061 1d00", "04 0061 0a0000",
            "04 0061 0a0200", "04 0061 0a01", "04 0061 0b010000", "04 0061 0bffffffff", "02 f0", "02 f4ff",
            "02 fcffffffff", "02 fcffffff7f"}) {
            byte[] block = bytes(malformed);
            assertThatThrownBy(() -> SnappyBlock.decode(block, 0, block.length, 1 << 20)).as(malformed)
                    .isInstanceOf(InvalidSnappyException.class);
        }
    }

    @Test
    void returnsWhatWasEncodedAndAgreesWithSnappy() {
        long[] sizes = new long[2];
        Seeds.forEach(1500, random -> {
            byte[] plain = someBytes(random);
            int offset = random.nextInt(20);
            byte[] shifted = new byte[plain.length + offset + random.nextInt(20)];
            System.arraycopy(plain, 0, shifted, offset, plain.length);
            byte[] encoded = encoder.encode(shifted, offset, plain.length);
            assertThat(SnappyBlock.decodedLength(encoded, 0, encoded.length)).isEqualTo(plain.length);
            assertThat(SnappyBlock.decode(encoded, 0, encoded.length, plain.length)).isEqualTo(plain);
            try {
                assertThat(Snappy.uncompress(encoded)).isEqualTo(plain);
                byte[] theirs = Snappy.compress(plain);
                assertThat(SnappyBlock.decode(theirs, 0, theirs.length, plain.length)).isEqualTo(plain);
                sizes[0] += encoded.length;
                sizes[1] += theirs.length;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat((double) sizes[0]).isLessThan(1.05 * sizes[1]);
    }

    @Test
    void acceptsAMutatedBlockExactlyWhenSnappyDoes() {
        int rounds = Seeds.rounds("hypnos.snappy.mutations", 30_000);
        Seeds.forEach(rounds, random -> {
            byte[] plain = shortBytes(random);
            byte[] block = encoder.encode(plain, 0, plain.length);
            block = mutate(random, block);
            byte[] expected;
            try {
                expected = Snappy.uncompress(block);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                expected = null;
            }
            byte[] actual;
            try {
                actual = SnappyBlock.decode(block, 0, block.length, 1 << 20);
            } catch (InvalidSnappyException e) {
                actual = null;
            }
            assertThat(actual).isEqualTo(expected);
        });
    }

    private static byte[] mutate(Random random, byte[] block) {
        byte[] mutated = block.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutated[random.nextInt(mutated.length)] = random.nextBoolean()
                    ? (byte) random.nextInt()
                    : (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(mutated, random.nextInt(mutated.length) + 1) : mutated;
    }

    private static byte[] shortBytes(Random random) {
        byte[] plain = new byte[random.nextInt(200)];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = i > 8 && random.nextInt(3) > 0 ? plain[i - 1 - random.nextInt(8)] : (byte) random.nextInt(4);
        }
        return plain;
    }

    /// Runs, repetitions from near and far, and noise, in sizes around the encoder's limits.
    private static byte[] someBytes(Random random) {
        int size = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(40);
            case 1 -> random.nextInt(3000);
            case 2 -> 65536 - 20 + random.nextInt(40);
            default -> random.nextInt(200_000);
        };
        byte[] plain = new byte[size];
        int alphabet = 1 + random.nextInt(256);
        for (int at = 0; at < size;) {
            int run = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(12)));
            int kind = random.nextInt(4);
            int back = at == 0 ? 0 : 1 + random.nextInt(random.nextBoolean() ? at : Math.min(at, 20));
            byte fill = (byte) random.nextInt(alphabet);
            for (int i = 0; i < run; i++, at++) {
                plain[at] = kind == 0
                        ? (byte) random.nextInt(alphabet)
                        : kind == 1 || back == 0 ? fill : plain[at - back];
            }
        }
        return plain;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
