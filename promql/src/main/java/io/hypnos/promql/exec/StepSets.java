package io.hypnos.promql.exec;

import java.util.Arrays;

import io.hypnos.series.QueryContext;

/// Many sets of steps, numbered from 0, as bits in one array.
public final class StepSets {

    private final QueryContext context;
    private final int words;
    private long[] bits;
    private int size;

    public StepSets(QueryContext context, int steps) {
        this.context = context;
        this.words = SeriesRow.wordCount(steps);
        this.bits = new long[0];
    }

    public int size() {
        return size;
    }

    /// Makes sure that the set of that number exists; new ones are empty.
    public void grow(int number) {
        if (number < size) {
            return;
        }
        int needed = Math.multiplyExact(number + 1, words);
        if (needed > bits.length) {
            int capacity = Math.max(needed, Math.max(16 * words, bits.length * 2));
            context.reserve(8L * (capacity - bits.length));
            bits = Arrays.copyOf(bits, capacity);
        }
        size = number + 1;
    }

    public long word(int number, int word) {
        return bits[number * words + word];
    }

    public void addAll(int number, long[] present) {
        for (int word = 0; word < words; word++) {
            bits[number * words + word] |= present[word];
        }
    }

    public void add(int number, int step) {
        bits[number * words + (step >>> 6)] |= 1L << step;
    }

    public boolean contains(int number, int step) {
        return (bits[number * words + (step >>> 6)] & 1L << step) != 0;
    }

    public boolean overlaps(int number, long[] present) {
        for (int word = 0; word < words; word++) {
            if ((bits[number * words + word] & present[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    /// Gives back the memory.
    public void release() {
        context.release(8L * bits.length);
        bits = new long[0];
        size = 0;
    }
}
