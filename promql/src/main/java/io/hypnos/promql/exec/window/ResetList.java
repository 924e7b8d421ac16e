package io.hypnos.promql.exec.window;

import java.util.Arrays;

/// Where in a series counting started anew: indices of points, ascending. Windows that ask for them must not move backwards.
final class ResetList {

    private int[] indices = new int[16];
    private int size;
    /// First entry that is not before the current window.
    private int first;

    void clear() {
        size = 0;
        first = 0;
    }

    void add(int index) {
        if (size == indices.length) {
            indices = Arrays.copyOf(indices, size * 2);
        }
        indices[size++] = index;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Position of the first entry behind index `from`.
    int seek(int from) {
        int at = first;
        while (at < size && indices[at] <= from) {
            at++;
        }
        first = at;
        return at;
    }

    /// The entry at a position, or `Integer.MAX_VALUE` behind the last.
    int get(int position) {
        return position < size ? indices[position] : Integer.MAX_VALUE;
    }
}
