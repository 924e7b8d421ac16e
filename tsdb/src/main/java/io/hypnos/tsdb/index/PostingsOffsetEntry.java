package io.hypnos.tsdb.index;

import java.util.Arrays;

import io.hypnos.tsdb.io.SourceReader;

/// One entry of the postings offset table, reused from entry to entry.
final class PostingsOffsetEntry {

    private byte[] name = new byte[64];
    private int nameLength;
    private byte[] value = new byte[64];
    private int valueLength;
    private long offset;

    void read(SourceReader reader) {
        int keys = reader.u8();
        if (keys != 2) {
            throw reader.corrupt("an entry of 2 keys", keys + " keys");
        }
        nameLength = reader.textLength();
        name = copy(reader, nameLength, name);
        valueLength = reader.textLength();
        value = copy(reader, valueLength, value);
        offset = reader.uvarint();
    }

    private static byte[] copy(SourceReader reader, int length, byte[] into) {
        byte[] target = length > into.length ? new byte[Math.max(length, into.length * 2)] : into;
        System.arraycopy(reader.window(), reader.position(), target, 0, length);
        reader.skip(length);
        return target;
    }

    byte[] copyOfName() {
        return Arrays.copyOf(name, nameLength);
    }

    byte[] copyOfValue() {
        return Arrays.copyOf(value, valueLength);
    }

    byte[] value() {
        return value;
    }

    int valueLength() {
        return valueLength;
    }

    /// Place of the postings list in the index.
    long offset() {
        return offset;
    }

    boolean isOfAllSeries() {
        return nameLength == 0 && valueLength == 0;
    }

    int compareName(byte[] other) {
        return Arrays.compareUnsigned(name, 0, nameLength, other, 0, other.length);
    }

    int compareValue(byte[] other) {
        return Arrays.compareUnsigned(value, 0, valueLength, other, 0, other.length);
    }

    boolean valueStartsWith(byte[] prefix) {
        return valueLength >= prefix.length && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// Orders by name, then value.
    int compareTo(PostingsOffsetEntry other) {
        int byName = Arrays.compareUnsigned(name, 0, nameLength, other.name, 0, other.nameLength);
        return byName != 0
                ? byName
                : Arrays.compareUnsigned(value, 0, valueLength, other.value, 0, other.valueLength);
    }
}
