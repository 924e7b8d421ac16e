package io.hypnos.tsdb.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.tsdb.index.IndexWriter;

/// Label texts, numbered in the order in which they first come.
final class SymbolNumbers {

    private final Map<Text, Integer> numbers = new HashMap<>();
    private final List<byte[]> texts = new ArrayList<>();
    /// Looks a text up without copying it.
    private final Probe probe = new Probe();

    /// A text as key of a map.
    private static class Text {

        protected byte[] bytes;
        protected int offset;
        protected int length;

        Text(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = offset; i < offset + length; i++) {
                hash = hash * 31 + bytes[i];
            }
            return hash;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Text other && Arrays.equals(bytes, offset, offset + length, other.bytes, other.offset,
                    other.offset + other.length);
        }
    }

    private static final class Probe extends Text {

        Probe() {
            super(new byte[0], 0, 0);
        }

        Probe at(byte[] newBytes, int newOffset, int newLength) {
            bytes = newBytes;
            offset = newOffset;
            length = newLength;
            return this;
        }
    }

    int number(byte[] bytes, int offset, int length) {
        Integer known = numbers.get(probe.at(bytes, offset, length));
        if (known != null) {
            return known;
        }
        byte[] text = Arrays.copyOfRange(bytes, offset, offset + length);
        int number = texts.size();
        texts.add(text);
        numbers.put(new Text(text, 0, length), number);
        return number;
    }

    /// Writes all texts in ascending order, and returns the rank of each number.
    int[] writeTo(IndexWriter index) throws IOException {
        var order = new ArrayList<Integer>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(texts::get, Arrays::compareUnsigned));
        int[] ranks = new int[texts.size()];
        for (int number : order) {
            byte[] text = texts.get(number);
            ranks[number] = index.symbol(text, 0, text.length);
        }
        return ranks;
    }
}
