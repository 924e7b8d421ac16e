package io.hypnos.service.storeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import io.hypnos.series.XxHash64;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// Tells which series belong to a [Shard]: those for which `xxHash64(name 0xFF value 0xFF …) mod total`, over the labels that count, is the
/// shard's index. Used by one thread.
public final class ShardFilter {

    private static final byte SEPARATOR = (byte) 0xFF;

    private final Shard shard;
    private final byte[][] names;
    private byte[] scratch = new byte[256];

    public ShardFilter(Shard shard) {
        this.shard = shard;
        this.names = shard.labels().stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
    }

    /// @param labels as they are answered: external labels merged in, unwanted labels removed
    public boolean accepts(Labels labels) {
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        int length = 0;
        while (cursor.next()) {
            if (isNamed(packed, cursor.nameOffset(), cursor.nameLength()) == shard.by()) {
                length = append(length, packed, cursor.nameOffset(), cursor.nameLength());
                length = append(length, packed, cursor.valueOffset(), cursor.valueLength());
            }
        }
        return Long.remainderUnsigned(XxHash64.hash(scratch, 0, length), shard.total()) == shard.index();
    }

    private boolean isNamed(byte[] packed, int offset, int length) {
        for (byte[] name : names) {
            if (Arrays.equals(name, 0, name.length, packed, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    private int append(int at, byte[] packed, int offset, int length) {
        if (at + length + 1 > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, at + length + 1));
        }
        System.arraycopy(packed, offset, scratch, at, length);
        scratch[at + length] = SEPARATOR;
        return at + length + 1;
    }
}
