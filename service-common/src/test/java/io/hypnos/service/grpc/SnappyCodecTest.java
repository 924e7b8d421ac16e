package io.hypnos.service.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

class SnappyCodecTest {

    private final SnappyCodec codec = new SnappyCodec();

    private byte[] pack(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packing = codec.compress(out)) {
            packing.write(plain);
        }
        return out.toByteArray();
    }

    private byte[] unpack(byte[] packed) throws IOException {
        return codec.decompress(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static byte[] sample(int length, boolean shrinks) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        if (shrinks) {
            java.util.Arrays.fill(bytes, 0, length * 3 / 4, (byte) 'a');
        }
        return bytes;
    }

    @Test
    void comesBackAsItWas() throws IOException {
        for (int length : new int[]{0, 1, 100, 65_535, 65_536, 65_537, 300_000}) {
            assertThat(unpack(pack(sample(length, true)))).isEqualTo(sample(length, true));
            assertThat(unpack(pack(sample(length, false)))).isEqualTo(sample(length, false));
        }
    }

    @Test
    void agreesWithAnotherImplementation() throws IOException {
        byte[] plain = sample(200_000, true);
        assertThat(new SnappyFramedInputStream(new ByteArrayInputStream(pack(plain))).readAllBytes()).isEqualTo(plain);
        var theirs = new ByteArrayOutputStream();
        try (var out = new SnappyFramedOutputStream(theirs)) {
            out.write(plain);
        }
        assertThat(unpack(theirs.toByteArray())).isEqualTo(plain);
    }

    @Test
    void writesTheFormatsBytes() throws IOException {
        // Identifier; a plain chunk of 3 bytes with the masked CRC-32C of "abc".
        assertThat(HexFormat.of().formatHex(pack("abc".getBytes(US_ASCII))))
                .isEqualTo("ff060000734e61507059" + "01070000" + "6e57f121" + "616263");
    }

    @Test
    void skipsWhatMayBeSkippedAndRefusesTheRest() throws IOException {
        byte[] packed = pack("abc".getBytes(US_ASCII));
        String hex = HexFormat.of().formatHex(packed);
        assertThat(unpack(HexFormat.of().parseHex(hex + "fe020000ffff" + "80010000aa")))
                .isEqualTo("abc".getBytes(US_ASCII));
        assertBroken(hex + "02010000aa", "unknown type 2");
        assertBroken("0107000000000000616263", "does not start with its identifier");
        assertBroken("ff06000073416150705901", "wrong identifier");
        assertBroken(hex.replace("6e57f121", "6e57f122"), "wrong checksum");
        assertBroken(hex.substring(0, hex.length() - 2), "ends inside a chunk");
        assertBroken(hex + "00", "ends inside a chunk header");
        assertBroken(hex + "00ffffff", "is impossible");
        assertBroken(hex + "0006000000000000ffff", "is broken");
    }

    private void assertBroken(String hex, String reason) {
        assertThatThrownBy(() -> unpack(HexFormat.of().parseHex(hex))).isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
