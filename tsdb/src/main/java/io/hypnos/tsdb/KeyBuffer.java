package io.hypnos.tsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.hypnos.series.labels.Labels;

/// The packed labels of a batch's series, one behind the other, as the body that their keys are slices of.
final class KeyBuffer {

    private byte[] bytes = new byte[1 << 10];
    private int length;
    private int lastOffset;
    private final List<Labels> labels = new ArrayList<>();

    /// Appends labels; false when they are the same as the last ones.
    boolean add(Labels next) {
        if (!labels.isEmpty() && labels.getLast().equals(next)) {
            return false;
        }
        byte[] packed = next.packed();
        if (length + packed.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + packed.length, bytes.length * 2));
        }
        System.arraycopy(packed, 0, bytes, length, packed.length);
        lastOffset = length;
        length += packed.length;
        labels.add(next);
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int lastOffset() {
        return lastOffset;
    }

    Labels labels(int index) {
        return labels.get(index);
    }

    void clear() {
        length = 0;
        labels.clear();
    }
}
