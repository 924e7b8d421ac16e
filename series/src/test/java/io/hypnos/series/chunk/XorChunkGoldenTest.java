package io.hypnos.series.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.hypnos.series.Samples;

/// An XOR chunk bit by bit: every code of times at both of its ends, and every code of values.
class XorChunkGoldenTest {

    /// Time, bits of the value, and what the sample adds to the chunk; `0*61` is 61 zeros. The comments are in the order of the samples: first one
    /// with varint and 64 bits; distance 1000000 and no difference; distance unchanged, new window; changes of the distance by 1, 8192 and
    /// -8191 (14 bits), 8193, -8192, 65536 and -65535 (17 bits), 65537, -65536, 524288 and -524287 (20 bits), 524289 and -524288 (64 bits). More
    /// than 31 leading zeros count as 31, a window of 64 bits is written as 0.
    private static final String SAMPLES = """
            1000      3ff0000000000000  1101000000001111 001111111111 0*52
            1001000   3ff0000000000000  110000001000010000111101 0
            2001000   4000000000000000  0 11 00001 001011 11111111111
            3001001   4000000000000000  10 0*13 1 0
            4009194   4004000000000000  10 1 0*13 11 01101 000001 1
            5009196   4004000000000001  10 1 0*12 1 11 11111 100001 0*32 1
            6017391   3ff0000000000000  110 0001 0*12 1 11 00001 111111 1111111111101 0*49 1
            7017394   3ff0000000000001  110 1111 0*13 10 0*62 1
            8082933   3ff0000000000003  110 1 0*16 10 0*61 10
            9082937   4000000000000000  110 1 0*15 1 10 11111111111 0*50 11
            10148478  4000000000000000  1110 0001 0*15 1 0
            11148483  c000000000000001  1110 1111 0*16 11 00000 000000 1 0*62 1
            12672776  c000000000000000  1110 1 0*19 10 0*63 1
            13672782  7ff0000000000002  1110 1 0*18 1 10 101111111111 0*50 10
            15197077  7ff8000000000001  1111 0*44 1 0*18 1 10 0*12 1 0*49 11
            16197084  8000000000000000  1111 1*45 0*19 10 1*13 0*50 1
            """;

    private record Row(long time, double value, String bits) {}

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (String line : SAMPLES.lines().toList()) {
            String[] words = line.split(" +", 3);
            var bits = new StringBuilder();
            for (String word : words[2].split(" ")) {
                int star = word.indexOf('*');
                bits.append(
                        star < 0 ? word : word.substring(0, star).repeat(Integer.parseInt(word.substring(star + 1))));
            }
            rows.add(new Row(Long.parseLong(words[0]),
                    Double.longBitsToDouble(Long.parseUnsignedLong(words[1], 16)), bits.toString()));
        }
        return rows;
    }

    /// The chunk of the first samples.
    private static byte[] golden(List<Row> rows) {
        var bits = new StringBuilder("%16s".formatted(Integer.toBinaryString(rows.size())).replace(' ', '0'));
        rows.forEach(row -> bits.append(row.bits));
        bits.repeat('0', -bits.length() & 7);
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits, 8 * i, 8 * i + 8, 2);
        }
        return bytes;
    }

    @Test
    void writesEveryCode() {
        var appender = new XorAppender();
        List<Row> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            appender.append(rows.get(i).time, rows.get(i).value);
            assertThat(HexFormat.of().formatHex(appender.toByteArray())).as("%d samples", i + 1)
                    .isEqualTo(HexFormat.of().formatHex(golden(rows.subList(0, i + 1))));
        }
    }

    @Test
    void readsEveryCode() {
        List<Row> rows = rows();
        var samples = new Samples();
        ChunkDecoder.decode(Chunk.of(0, 0, ChunkEncoding.XOR, golden(rows)), samples);
        assertThat(samples.size()).isEqualTo(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(samples.time(i)).isEqualTo(rows.get(i).time);
            assertThat(Double.doubleToRawLongBits(samples.value(i)))
                    .isEqualTo(Double.doubleToRawLongBits(rows.get(i).value));
        }
    }
}
