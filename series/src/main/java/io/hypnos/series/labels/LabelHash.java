package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.hypnos.series.XxHash64Stream;

/// Hashes of label sets that are the same in every process and every version: XXH64 over `name 0xFF value 0xFF` of the labels in their
/// order. Query shards, hashrings and relabelling agree on them. Reused; not safe for use by several threads.
public final class LabelHash {

    private static final byte SEPARATOR = (byte) 0xFF;

    private final XxHash64Stream stream = new XxHash64Stream();
    private final boolean keep;
    /// Ascending.
    private final byte[][] names;

    private LabelHash(boolean keep, Collection<String> names) {
        this.keep = keep;
        this.names = names.stream().map(name -> name.getBytes(UTF_8)).sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
    }

    /// Over all labels.
    public static LabelHash ofAll() {
        return new LabelHash(false, List.of());
    }

    /// Over the named labels only.
    public static LabelHash by(Collection<String> names) {
        return new LabelHash(true, names);
    }

    /// Over all labels but the named ones.
    public static LabelHash without(Collection<String> names) {
        return new LabelHash(false, names);
    }

    public long hash(Labels labels) {
        stream.reset();
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        int named = 0;
        while (cursor.next()) {
            while (named < names.length && cursor.compareName(names[named]) > 0) {
                named++;
            }
            boolean isNamed = named < names.length && cursor.compareName(names[named]) == 0;
            if (isNamed == keep) {
                stream.update(packed, cursor.nameOffset(), cursor.nameLength()).update(SEPARATOR);
                stream.update(packed, cursor.valueOffset(), cursor.valueLength()).update(SEPARATOR);
            }
        }
        return stream.hash();
    }

    /// Whether a series belongs to shard `index` of `total` (1 or more).
    public boolean isInShard(Labels labels, long index, long total) {
        return Long.remainderUnsigned(hash(labels), total) == index;
    }
}
