package io.hypnos.tsdb.head;

import java.util.function.ObjIntConsumer;

import org.jspecify.annotations.Nullable;

/// A map from slots to objects, for what only few series have. Not safe for use by several threads.
final class IntObjectMap<V> {

    private int[] keys = new int[16];
    private @Nullable Object[] values = new Object[16];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(int key) {
        return (V) values[find(key)];
    }

    void put(int key, V value) {
        if (size * 2 >= keys.length) {
            rehash();
        }
        int at = find(key);
        if (values[at] == null) {
            size++;
        }
        keys[at] = key;
        values[at] = value;
    }

    void remove(int key) {
        int mask = keys.length - 1;
        int hole = find(key);
        if (values[hole] == null) {
            return;
        }
        size--;
        values[hole] = null;
        // What follows may have been pushed past the hole by it and must still be found.
        for (int at = hole + 1 & mask; values[at] != null; at = at + 1 & mask) {
            int home = home(keys[at], mask);
            if ((at - home & mask) >= (at - hole & mask)) {
                keys[hole] = keys[at];
                values[hole] = values[at];
                values[at] = null;
                hole = at;
            }
        }
    }

    @SuppressWarnings("unchecked")
    void forEach(ObjIntConsumer<V> consumer) {
        for (int i = 0; i < keys.length; i++) {
            Object value = values[i];
            if (value != null) {
                consumer.accept((V) value, keys[i]);
            }
        }
    }

    private static int home(int key, int mask) {
        return key * 0x9E3779B9 >>> 8 & mask;
    }

    private int find(int key) {
        int mask = keys.length - 1;
        int at = home(key, mask);
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rehash() {
        int[] oldKeys = keys;
        @Nullable
        Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
