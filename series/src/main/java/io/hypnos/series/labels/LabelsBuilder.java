package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Collects labels in any order and builds the sorted set. Setting a name again replaces its value; an empty value removes the label.
public final class LabelsBuilder {

    /// Names in ascending byte order; the value of `names[i]` is `values[i]`.
    private byte[][] names;
    private byte[][] values;
    private int size;

    public LabelsBuilder() {
        names = new byte[8][];
        values = new byte[8][];
    }

    public LabelsBuilder(Labels base) {
        names = new byte[base.size() + 4][];
        values = new byte[base.size() + 4][];
        byte[] packed = base.packed();
        var cursor = base.cursor();
        while (cursor.next()) {
            names[size] = Arrays.copyOfRange(packed, cursor.nameOffset(), cursor.nameOffset() + cursor.nameLength());
            values[size] = Arrays.copyOfRange(packed, cursor.valueOffset(),
                    cursor.valueOffset() + cursor.valueLength());
            size++;
        }
    }

    public LabelsBuilder set(String name, String value) {
        return set(name.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    /// Takes ownership of both arrays.
    ///
    /// @throws IllegalArgumentException for an empty name
    public LabelsBuilder set(byte[] name, byte[] value) {
        if (name.length == 0) {
            throw new IllegalArgumentException("a label needs a name");
        }
        int at = find(name);
        if (value.length == 0) {
            removeAt(at);
        } else if (at >= 0) {
            values[at] = value;
        } else {
            insert(-at - 1, name, value);
        }
        return this;
    }

    /// Removes a label; false when there was none.
    public boolean remove(String name) {
        return removeAt(find(name.getBytes(UTF_8)));
    }

    public boolean has(String name) {
        return find(name.getBytes(UTF_8)) >= 0;
    }

    /// The value of a label; empty when there is none.
    public String get(String name) {
        int at = find(name.getBytes(UTF_8));
        return at < 0 ? "" : new String(values[at], UTF_8);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public void clear() {
        size = 0;
    }

    public Labels build() {
        if (size == 0) {
            return Labels.EMPTY;
        }
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += textSize(names[i]) + textSize(values[i]);
        }
        byte[] packed = new byte[length];
        int at = 0;
        for (int i = 0; i < size; i++) {
            at = putText(packed, at, names[i]);
            at = putText(packed, at, values[i]);
        }
        return Labels.ofPacked(packed, size);
    }

    private int find(byte[] name) {
        return Arrays.binarySearch(names, 0, size, name, Arrays::compareUnsigned);
    }

    private boolean removeAt(int at) {
        if (at < 0) {
            return false;
        }
        size--;
        System.arraycopy(names, at + 1, names, at, size - at);
        System.arraycopy(values, at + 1, values, at, size - at);
        return true;
    }

    private void insert(int at, byte[] name, byte[] value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        System.arraycopy(names, at, names, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        names[at] = name;
        values[at] = value;
        size++;
    }

    private static int textSize(byte[] text) {
        int size = 1;
        for (int rest = text.length >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size + text.length;
    }

    private static int putText(byte[] packed, int at, byte[] text) {
        int rest = text.length;
        while (rest > 0x7F) {
            packed[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        packed[at++] = (byte) rest;
        System.arraycopy(text, 0, packed, at, text.length);
        return at + text.length;
    }
}
