package io.hypnos.receive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The table of texts of a remote write 2.0 request, as slices of its body.
final class Symbols {

    private int[] offsets = new int[256];
    private int[] lengths = new int[256];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int offset, int length) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        offsets[size] = offset;
        lengths[size++] = length;
    }

    int size() {
        return size;
    }

    boolean has(long reference) {
        return reference >= 0 && reference < size;
    }

    int offset(int reference) {
        return offsets[reference];
    }

    int length(int reference) {
        return lengths[reference];
    }

    int compare(byte[] bytes, int a, int b) {
        return Arrays.compareUnsigned(bytes, offsets[a], offsets[a] + lengths[a], bytes, offsets[b],
                offsets[b] + lengths[b]);
    }

    String text(byte[] bytes, int reference) {
        return new String(bytes, offsets[reference], lengths[reference], UTF_8);
    }
}
