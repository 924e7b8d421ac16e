package io.hypnos.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.tsdb.io.SnappyBlock;

/// Reads a remote write 1.0 request as one writes it down first: every label a pair of strings, every series one string of them.
final class PlainRemoteWrite {

    private static final int DELIMITED = 2;

    private PlainRemoteWrite() {}

    /// The labels of the series in a compressed body, each series' in one text.
    static List<String> keys(byte[] compressed) {
        byte[] body = SnappyBlock.decode(compressed, 0, compressed.length, Integer.MAX_VALUE);
        var keys = new ArrayList<String>();
        var in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            require(in, 1);
            keys.add(key(message(in)));
        }
        return keys;
    }

    private static String key(ByteBuffer series) {
        var key = new StringBuilder();
        while (series.hasRemaining()) {
            int field = series.get() >>> 3;
            ByteBuffer value = message(series);
            if (field == 1) {
                require(value, 1);
                key.append(text(message(value))).append('\u0001');
                require(value, 2);
                key.append(text(message(value))).append('\u0002');
            }
        }
        return key.toString();
    }

    private static void require(ByteBuffer in, int field) {
        if (in.get() != (field << 3 | DELIMITED)) {
            throw new IllegalArgumentException("field " + field + " is due");
        }
    }

    private static ByteBuffer message(ByteBuffer in) {
        int length = 0;
        for (int shift = 0;; shift += 7) {
            byte b = in.get();
            length |= (b & 0x7F) << shift;
            if (b >= 0) {
                break;
            }
        }
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    private static String text(ByteBuffer in) {
        return UTF_8.decode(in).toString();
    }
}
