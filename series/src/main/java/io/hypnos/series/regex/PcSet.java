package io.hypnos.series.regex;

/// A growing set of instruction numbers.
final class PcSet {

    /// Each number plus 1, by linear probing; 0 where free.
    private int[] table = new int[32];
    private int size;

    /// False when it was there already.
    boolean add(int pc) {
        if (size * 2 >= table.length) {
            grow();
        }
        int mask = table.length - 1;
        int slot = pc * 0x9E3779B1 >>> 8 & mask;
        while (table[slot] != 0) {
            if (table[slot] == pc + 1) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        table[slot] = pc + 1;
        size++;
        return true;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        int mask = table.length - 1;
        for (int entry : old) {
            if (entry != 0) {
                int slot = (entry - 1) * 0x9E3779B1 >>> 8 & mask;
                while (table[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                table[slot] = entry;
            }
        }
    }

}
