package io.hypnos.tsdb.index;

import java.util.Arrays;

/// Which label pairs the series of an index have, and how often: first counted, then in the order of their postings lists.
///
/// Symbols are known by rank, so a pair is two ints and their order is that of the texts. Nearly every symbol is the value of one name only; so
/// the first name of each value and its count stand in arrays by value, 8 bytes a symbol, and just the others take a hash table.
final class LabelPairs {

    /// Name under which a symbol was first a value, plus one; 0 where it never was.
    private final int[] firstName;
    /// While counting, how often that was; once sorted, the ordinal of the pair.
    private final int[] first;
    private final PairTable others = new PairTable();
    private int distinct;
    private long total;
    /// Name in the upper half, value in the lower, ascending.
    private long[] sorted = new long[0];
    private int[] counts = new int[0];

    LabelPairs(int symbols) {
        firstName = new int[symbols];
        first = new int[symbols];
    }

    /// Counts the pairs of one series, its name and value ranks in turn.
    void count(int[] labels, int labelCount) {
        for (int i = 0; i < 2 * labelCount; i += 2) {
            int name = labels[i];
            int value = labels[i + 1];
            if (firstName[value] == 0) {
                firstName[value] = name + 1;
                distinct++;
            }
            if (firstName[value] == name + 1) {
                first[value]++;
            } else {
                others.add(key(name, value), 1);
            }
        }
        total += labelCount;
    }

    /// Ends the counting and gives every pair its ordinal.
    void sort() {
        int size = distinct + others.size();
        sorted = new long[size];
        counts = new int[size];
        int at = 0;
        for (int value = 0; value < firstName.length; value++) {
            if (firstName[value] != 0) {
                sorted[at++] = key(firstName[value] - 1, value);
            }
        }
        others.copyKeys(sorted, at);
        Arrays.sort(sorted);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            int name = name(ordinal);
            int value = value(ordinal);
            if (firstName[value] == name + 1) {
                counts[ordinal] = first[value];
                first[value] = ordinal;
            } else {
                counts[ordinal] = others.get(sorted[ordinal]);
                others.put(sorted[ordinal], ordinal);
            }
        }
    }

    /// Place of a pair in the order of all pairs.
    int ordinal(int name, int value) {
        return firstName[value] == name + 1 ? first[value] : others.get(key(name, value));
    }

    /// Number of different pairs.
    int size() {
        return sorted.length;
    }

    /// Number of pairs of all series together.
    long total() {
        return total;
    }

    int name(int ordinal) {
        return (int) (sorted[ordinal] >>> 32);
    }

    int value(int ordinal) {
        return (int) sorted[ordinal];
    }

    /// How many series have the pair.
    int count(int ordinal) {
        return counts[ordinal];
    }

    private static long key(int name, int value) {
        return (long) name << 32 | value;
    }
}
