package io.hypnos.series.regex;

import java.util.Arrays;
import java.util.Collection;

/// Accepts any of several values: a hash table with open addressing over their bytes.
final class LiteralSetMatcher implements ByteMatcher {

    private final byte[][] table;
    private final int mask;
    private final int shortest;
    private final int longest;

    LiteralSetMatcher(Collection<byte[]> literals) {
        int capacity = Integer.highestOneBit(Math.max(4, literals.size() * 2)) * 2;
        table = new byte[capacity][];
        mask = capacity - 1;
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (byte[] literal : literals) {
            min = Math.min(min, literal.length);
            max = Math.max(max, literal.length);
            int slot = slot(literal, 0, literal.length);
            while (table[slot] != null && !Arrays.equals(table[slot], literal)) {
                slot = slot + 1 & mask;
            }
            table[slot] = literal;
        }
        shortest = min;
        longest = max;
    }

    private int slot(byte[] data, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + data[i];
        }
        hash *= 0x9E3779B1;
        return (hash ^ hash >>> 15) & mask;
    }

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        if (length < shortest || length > longest) {
            return false;
        }
        for (int slot = slot(data, offset, length); table[slot] != null; slot = slot + 1 & mask) {
            byte[] literal = table[slot];
            if (literal.length == length && Arrays.equals(data, offset, offset + length, literal, 0, length)) {
                return true;
            }
        }
        return false;
    }
}
