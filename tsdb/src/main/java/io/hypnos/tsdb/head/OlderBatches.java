package io.hypnos.tsdb.head;

import java.util.Arrays;

/// Which batches appended how much to which series, for the rare series that meets a second batch while a reader is under way that must see
/// neither: the record itself has room for the newest batch only. Guarded by the lock of the shard.
///
/// Chains of entries by slot in an open-addressing table. Forgotten as a whole when no reader is left.
final class OlderBatches {

    private static final int NONE = -1;

    private int[] slots = new int[0];
    private int[] newest = new int[0];
    private int slotCount;
    private int[] batches = new int[0];
    private int[] samples = new int[0];
    private int[] older = new int[0];
    private int size;

    int size() {
        return size;
    }

    void add(int slot, int batch, int count) {
        if (slotCount * 2 >= slots.length) {
            rehash();
        }
        if (size == batches.length) {
            int capacity = Math.max(64, size * 2);
            batches = Arrays.copyOf(batches, capacity);
            samples = Arrays.copyOf(samples, capacity);
            older = Arrays.copyOf(older, capacity);
        }
        int at = find(slot);
        if (slots[at] != slot + 1) {
            slots[at] = slot + 1;
            newest[at] = NONE;
            slotCount++;
        }
        batches[size] = batch;
        samples[size] = count;
        older[size] = newest[at];
        newest[at] = size++;
    }

    /// How many samples the batches after `snapshot` appended to the series, as far as they are noted here.
    int samplesAfter(int slot, int snapshot) {
        if (size == 0) {
            return 0;
        }
        int at = find(slot);
        if (slots[at] != slot + 1) {
            return 0;
        }
        int sum = 0;
        for (int i = newest[at]; i != NONE; i = older[i]) {
            if (batches[i] - snapshot > 0) {
                sum += samples[i];
            }
        }
        return sum;
    }

    void clear() {
        if (size > 0) {
            size = 0;
            slotCount = 0;
            slots = new int[0];
            newest = new int[0];
            batches = new int[0];
            samples = new int[0];
            older = new int[0];
        }
    }

    private int find(int slot) {
        int mask = slots.length - 1;
        int at = slot * 0x9E3779B9 >>> 8 & mask;
        while (slots[at] != 0 && slots[at] != slot + 1) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rehash() {
        int[] oldSlots = slots;
        int[] oldNewest = newest;
        slots = new int[Math.max(128, slots.length * 2)];
        newest = new int[slots.length];
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != 0) {
                int at = find(oldSlots[i] - 1);
                slots[at] = oldSlots[i];
                newest[at] = oldNewest[i];
            }
        }
    }
}
