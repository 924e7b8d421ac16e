package io.hypnos.tsdb.head;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Turns a label set in the packed form of [io.hypnos.series.labels.Labels] into the references of its pairs.
///
/// Series come in an order in which each has most labels in common with the one before it, so the set before is kept, and both are walked side
/// by side: a label that has not changed is neither hashed nor looked up. What is found is what [LabelPairs#find] finds. Used under the write
/// lock of the index.
final class PairResolver {

    private final LabelPairs pairs;

    private byte[] packed = new byte[0];
    private int position;
    private LabelSet current = new LabelSet();
    /// The last set that was [#keep kept], its labels in ascending order of their names.
    private LabelSet before = new LabelSet();
    private byte[] beforeText = new byte[512];
    private long beforeRemovals;
    private int missing;
    private boolean ordered;

    PairResolver(LabelPairs pairs) {
        this.pairs = pairs;
    }

    /// A label set's texts by their places, and its pairs: 0 for one that does not exist.
    private static final class LabelSet {

        private int count;
        private int[] pairs = new int[32];
        private int[] starts = new int[32];
        private int[] names = new int[32];
        private int[] nameLengths = new int[32];
        private int[] values = new int[32];
        private int[] valueLengths = new int[32];

        private void ensureRoom() {
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, count * 2);
                starts = Arrays.copyOf(starts, count * 2);
                names = Arrays.copyOf(names, count * 2);
                nameLengths = Arrays.copyOf(nameLengths, count * 2);
                values = Arrays.copyOf(values, count * 2);
                valueLengths = Arrays.copyOf(valueLengths, count * 2);
            }
        }

        private int end(int i) {
            return values[i] + valueLengths[i];
        }

        /// Moves all places.
        private void shift(int distance) {
            for (int i = 0; i < count; i++) {
                starts[i] += distance;
                names[i] += distance;
                values[i] += distance;
            }
        }
    }

    /// Looks up the pairs of the set in `bytes[from]` to `bytes[to]`.
    ///
    /// @return the number of those that do not exist
    int resolve(byte[] bytes, int from, int to) {
        if (beforeRemovals != pairs.removals()) {
            before.count = 0;
            beforeRemovals = pairs.removals();
        }
        packed = bytes;
        position = from;
        current.count = 0;
        missing = 0;
        ordered = true;
        int candidate = 0;
        // The place of the label before in the kept set, if its name is there.
        int matched = -1;
        while (position < to) {
            readLabel();
            int i = current.count;
            candidate = skipSmaller(candidate, i);
            int pair = 0;
            boolean sameName = candidate < before.count && isName(candidate, i);
            if (sameName && isValue(candidate, i)) {
                pair = before.pairs[candidate];
            } else {
                LabelName name = sameName ? pairs.nameOf(before.pairs[candidate]) : name(i);
                pair = name == null ? 0 : pairs.find(name, packed, current.values[i], current.valueLengths[i]);
            }
            if (i > 0 && !(sameName && matched >= 0)) {
                ordered &= compareNames(i - 1, i) < 0;
            }
            ordered &= current.valueLengths[i] > 0;
            matched = sameName ? candidate++ : -1;
            missing += pair == 0 ? 1 : 0;
            current.pairs[i] = pair;
            current.count = i + 1;
        }
        return missing;
    }

    private void readLabel() {
        current.ensureRoom();
        int i = current.count;
        current.starts[i] = position;
        current.nameLengths[i] = readLength();
        current.names[i] = position;
        position += current.nameLengths[i];
        current.valueLengths[i] = readLength();
        current.values[i] = position;
        position += current.valueLengths[i];
    }

    private int readLength() {
        int b = packed[position++];
        int length = b & 0x7F;
        for (int shift = 7; b < 0; shift += 7) {
            b = packed[position++];
            length |= (b & 0x7F) << shift;
        }
        return length;
    }

    /// The first label of the kept set from `candidate` on whose name is not before that of label `i`.
    private int skipSmaller(int candidate, int i) {
        int at = candidate;
        while (at < before.count && !isName(at, i) && Arrays.compareUnsigned(beforeText, before.names[at],
                before.names[at] + before.nameLengths[at], packed, current.names[i],
                current.names[i] + current.nameLengths[i]) < 0) {
            at++;
        }
        return at;
    }

    private boolean isName(int candidate, int i) {
        int length = current.nameLengths[i];
        return length == before.nameLengths[candidate]
                && HeapBytes.equal(beforeText, before.names[candidate], packed, current.names[i], length);
    }

    private boolean isValue(int candidate, int i) {
        int length = current.valueLengths[i];
        return length == before.valueLengths[candidate]
                && HeapBytes.equal(beforeText, before.values[candidate], packed, current.values[i], length);
    }

    private @Nullable LabelName name(int i) {
        return pairs.name(nameText(i));
    }

    private byte[] nameText(int i) {
        return Arrays.copyOfRange(packed, current.names[i], current.names[i] + current.nameLengths[i]);
    }

    private int compareNames(int a, int b) {
        return Arrays.compareUnsigned(packed, current.names[a], current.names[a] + current.nameLengths[a], packed,
                current.names[b], current.names[b] + current.nameLengths[b]);
    }

    /// Whether the set that was looked up has its names in ascending order, each once, and no empty values.
    boolean isOrdered() {
        return ordered;
    }

    /// Creates the pairs that are missing from the set that was looked up.
    void createMissing() {
        for (int i = 0; i < current.count && missing > 0; i++) {
            if (current.pairs[i] == 0) {
                current.pairs[i] = pairs.intern(nameText(i), packed, current.values[i], current.valueLengths[i]);
            }
        }
        missing = 0;
    }

    /// Keeps the set that was looked up, which has all its pairs, to hold the next one against.
    void keep() {
        if (!ordered || current.count == 0) {
            return;
        }
        int from = current.starts[0];
        int size = current.end(current.count - 1) - from;
        if (beforeText.length < size) {
            beforeText = new byte[size * 2];
        }
        System.arraycopy(packed, from, beforeText, 0, size);
        LabelSet kept = current;
        kept.shift(-from);
        current = before;
        current.count = 0;
        before = kept;
    }

    /// The number of pairs looked up; to be asked before [#keep].
    int count() {
        return current.count;
    }

    /// The pairs looked up; to be asked before [#keep]. Lent.
    int[] pairs() {
        return current.pairs;
    }
}
