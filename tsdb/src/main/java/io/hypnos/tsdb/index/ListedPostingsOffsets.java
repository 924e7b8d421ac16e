package io.hypnos.tsdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.SourceReader;

/// The unsorted offset table of version 1, held in memory as a whole.
final class ListedPostingsOffsets implements PostingsOffsets {

    private final Map<byte[], TreeMap<byte[], Range>> ranges = new TreeMap<>(Arrays::compareUnsigned);

    private ListedPostingsOffsets() {}

    static ListedPostingsOffsets read(ByteSource source, long offset, long listsEnd) {
        SourceReader reader = IndexFormat.openSection(source, offset, 1 << 16);
        long count = reader.u32();
        record Listed(byte[] name, byte[] value, long start) {}
        var listed = new ArrayList<Listed>();
        var entry = new PostingsOffsetEntry();
        for (long i = 0; i < count; i++) {
            entry.read(reader);
            listed.add(new Listed(entry.copyOfName(), entry.copyOfValue(), entry.offset()));
        }
        IndexFormat.closeSection(source, reader);
        long[] starts = listed.stream().mapToLong(Listed::start).sorted().toArray();
        var offsets = new ListedPostingsOffsets();
        for (Listed one : listed) {
            int next = Arrays.binarySearch(starts, one.start + 1);
            next = next < 0 ? -next - 1 : next;
            long end = next < starts.length ? starts[next] : listsEnd;
            offsets.ranges.computeIfAbsent(one.name, name -> new TreeMap<>(Arrays::compareUnsigned)).put(one.value,
                    new Range(one.start, end));
        }
        return offsets;
    }

    @Override
    public List<byte[]> names() {
        return ranges.keySet().stream().filter(name -> name.length > 0).toList();
    }

    @Override
    public @Nullable Range find(byte[] name, byte[] value) {
        var ofName = ranges.get(name);
        return ofName == null ? null : ofName.get(value);
    }

    @Override
    public void forEach(byte[] name, byte[] prefix, Visitor visitor) {
        var ofName = ranges.get(name);
        if (ofName == null) {
            return;
        }
        for (var entry : ofName.tailMap(prefix).entrySet()) {
            byte[] value = entry.getKey();
            boolean matches = value.length >= prefix.length
                    && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
            if (!matches) {
                return;
            }
            visitor.visit(value, value.length, entry.getValue().start(), entry.getValue().end());
        }
    }
}
