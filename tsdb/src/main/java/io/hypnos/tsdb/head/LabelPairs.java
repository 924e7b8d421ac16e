package io.hypnos.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Every pair of label name and value that a series of the head has, once, with the slots of these series (its postings). Memory outside of the
/// heap; a pair is named by the reference of its block:
///
///      0  name                 number of its [LabelName]
///      4  hash                 of name and value
///      8  postings             the one slot, where there is one; else a block of them that begins with its capacity
///     12  number of postings
///     16  rank                 scratch for whoever orders pairs
///     20  length of the value
///     24  value                UTF-8
///
/// Pairs are found by an open-addressing table of references. Everything is changed under the write lock of the index and read under its read
/// lock, except that texts do not change: whoever holds a [HeadReads.Lease] may read those of a pair that it has met.
final class LabelPairs {

    private static final int NAME = 0;
    private static final int HASH = 4;
    private static final int POSTINGS = 8;
    private static final int POSTING_COUNT = 12;
    private static final int RANK = 16;
    private static final int VALUE_LENGTH = 20;
    private static final int VALUE = 24;

    private final SlabAllocator blocks;
    private final Map<ByteKey, LabelName> namesByText = new HashMap<>();
    /// By id. Written anew with every change, because names are read without a lock.
    private volatile @Nullable LabelName[] names = new LabelName[16];
    private int nameLimit;
    private final IntQueue freeNames = new IntQueue();
    private int[] table = new int[1 << 10];
    private int size;
    private long removals;

    /// Bytes as the key of a map.
    private record ByteKey(byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof ByteKey other && Arrays.equals(bytes, other.bytes);
        }

        @Override
        public int hashCode() {
            return (int) KeyedHash.hash(bytes, 0, bytes.length, 0);
        }
    }

    LabelPairs(SlabAllocator blocks) {
        this.blocks = blocks;
    }

    /// The number of pairs.
    int size() {
        return size;
    }

    /// A number that changes whenever pairs are removed; references of pairs mean the same as long as it does not.
    long removals() {
        return removals;
    }

    @Nullable
    LabelName name(byte[] text) {
        return namesByText.get(new ByteKey(text));
    }

    Collection<LabelName> names() {
        return namesByText.values();
    }

    /// The pair of a name and a value, 0 when there is none.
    int find(LabelName name, byte[] value, int offset, int length) {
        int hash = hash(name, value, offset, length);
        int mask = table.length - 1;
        for (int i = hash & mask; table[i] != 0; i = i + 1 & mask) {
            long pair = blocks.address(table[i]);
            if (Native.getInt(pair + HASH) == hash && Native.getInt(pair + NAME) == name.id()
                    && Native.getInt(pair + VALUE_LENGTH) == length
                    && Native.equal(pair + VALUE, value, offset, length)) {
                return table[i];
            }
        }
        return 0;
    }

    /// As [#find], creating what is missing.
    int intern(byte[] name, byte[] value, int offset, int length) {
        LabelName labelName = namesByText.get(new ByteKey(name));
        if (labelName == null) {
            labelName = addName(name);
        }
        int found = find(labelName, value, offset, length);
        return found != 0 ? found : add(labelName, value, offset, length);
    }

    private LabelName addName(byte[] text) {
        int id = freeNames.isEmpty() ? nameLimit++ : freeNames.take(1)[0];
        @Nullable
        LabelName[] next = id == names.length ? Arrays.copyOf(names, id * 2) : names;
        var name = new LabelName(id, text);
        next[id] = name;
        names = next;
        namesByText.put(new ByteKey(text), name);
        return name;
    }

    private int add(LabelName name, byte[] value, int offset, int length) {
        if (size * 5L >= table.length * 3L) {
            rehash(table.length * 2);
        }
        int reference = blocks.allocate(VALUE + length);
        long pair = blocks.address(reference);
        int hash = hash(name, value, offset, length);
        Native.putInt(pair + NAME, name.id());
        Native.putInt(pair + HASH, hash);
        Native.putInt(pair + POSTINGS, 0);
        Native.putInt(pair + POSTING_COUNT, 0);
        Native.putInt(pair + VALUE_LENGTH, length);
        Native.copy(value, offset, pair + VALUE, length);
        insert(reference, hash);
        size++;
        name.add(reference);
        return reference;
    }

    private static int hash(LabelName name, byte[] value, int offset, int length) {
        return (int) KeyedHash.hash(value, offset, length, name.id() + 1);
    }

    private void insert(int reference, int hash) {
        int mask = table.length - 1;
        int i = hash & mask;
        while (table[i] != 0) {
            i = i + 1 & mask;
        }
        table[i] = reference;
    }

    private void rehash(int capacity) {
        int[] old = table;
        table = new int[capacity];
        for (int reference : old) {
            if (reference != 0) {
                insert(reference, Native.getInt(blocks.address(reference) + HASH));
            }
        }
    }

    LabelName nameOf(int pair) {
        LabelName name = names[Native.getInt(blocks.address(pair) + NAME)];
        if (name == null) {
            throw new IllegalStateException("a pair without a name");
        }
        return name;
    }

    int valueLength(int pair) {
        return Native.getInt(blocks.address(pair) + VALUE_LENGTH);
    }

    /// Address of the value's bytes.
    long valueAddress(int pair) {
        return blocks.address(pair) + VALUE;
    }

    byte[] value(int pair) {
        byte[] value = new byte[valueLength(pair)];
        Native.copy(valueAddress(pair), value, 0, value.length);
        return value;
    }

    String valueString(int pair) {
        return new String(value(pair), UTF_8);
    }

    /// Orders two pairs by name, then by value.
    int compare(int a, int b) {
        if (a == b) {
            return 0;
        }
        LabelName left = nameOf(a);
        LabelName right = nameOf(b);
        if (left != right) {
            return Arrays.compareUnsigned(left.text(), right.text());
        }
        return Native.compare(valueAddress(a), valueLength(a), valueAddress(b), valueLength(b));
    }

    int rank(int pair) {
        return Native.getInt(blocks.address(pair) + RANK);
    }

    void setRank(int pair, int rank) {
        Native.putInt(blocks.address(pair) + RANK, rank);
    }

    int postingCount(int pair) {
        return Native.getInt(blocks.address(pair) + POSTING_COUNT);
    }

    /// Copies the postings of a pair to `slots[at]` and on, in the order in which they were added, and returns the index behind them.
    int copyPostings(int pair, int[] slots, int at) {
        long block = blocks.address(pair);
        int count = Native.getInt(block + POSTING_COUNT);
        int postings = Native.getInt(block + POSTINGS);
        if (count == 1) {
            slots[at] = postings;
        } else if (count > 1) {
            Native.copy(blocks.address(postings) + 4, slots, at, count);
        }
        return at + count;
    }

    void addPosting(int pair, int slot) {
        long block = blocks.address(pair);
        int count = Native.getInt(block + POSTING_COUNT);
        int postings = Native.getInt(block + POSTINGS);
        if (count == 0) {
            Native.putInt(block + POSTINGS, slot);
        } else {
            if (count == 1) {
                int first = postings;
                postings = newPostings(2);
                Native.putInt(blocks.address(postings) + 4, first);
                Native.putInt(block + POSTINGS, postings);
            } else if (count == Native.getInt(blocks.address(postings))) {
                int larger = newPostings(count + (count >> 2) + 2);
                Native.copy(blocks.address(postings) + 4, blocks.address(larger) + 4, count * 4L);
                freePostings(postings);
                postings = larger;
                Native.putInt(block + POSTINGS, postings);
            }
            Native.putInt(blocks.address(postings) + 4 + count * 4L, slot);
        }
        Native.putInt(block + POSTING_COUNT, count + 1);
    }

    private int newPostings(int count) {
        int bytes = SlabAllocator.capacity(4 + count * 4);
        int block = blocks.allocate(bytes);
        Native.putInt(blocks.address(block), bytes / 4 - 1);
        return block;
    }

    private void freePostings(int block) {
        blocks.free(block, 4 + Native.getInt(blocks.address(block)) * 4);
    }

    /// Keeps only the postings that `alive` accepts, in ascending order.
    void retainPostings(int pair, SlotFilter alive) {
        long block = blocks.address(pair);
        int count = Native.getInt(block + POSTING_COUNT);
        int[] slots = new int[count];
        copyPostings(pair, slots, 0);
        int kept = 0;
        boolean sorted = true;
        for (int slot : slots) {
            if (alive.accepts(slot)) {
                sorted &= kept == 0 || slots[kept - 1] < slot;
                slots[kept++] = slot;
            }
        }
        if (kept == count && sorted) {
            return;
        }
        Arrays.sort(slots, 0, kept);
        if (count > 1) {
            freePostings(Native.getInt(block + POSTINGS));
        }
        Native.putInt(block + POSTING_COUNT, kept);
        if (kept == 1) {
            Native.putInt(block + POSTINGS, slots[0]);
        } else if (kept > 1) {
            int replaced = newPostings(kept);
            long to = blocks.address(replaced) + 4;
            for (int i = 0; i < kept; i++) {
                Native.putInt(to + i * 4L, slots[i]);
            }
            Native.putInt(block + POSTINGS, replaced);
        }
    }

    /// Which slots are meant.
    @FunctionalInterface
    interface SlotFilter {
        boolean accepts(int slot);
    }

    /// Forgets those of some pairs that have no postings, so that nobody finds them any more; their blocks stay readable until
    /// [#free(int)].
    void removeUnused(int[] of, int from, int to, IntQueue removed) {
        for (int i = from; i < to; i++) {
            if (postingCount(of[i]) == 0) {
                remove(of[i]);
                removals++;
                removed.add(of[i]);
                size--;
            }
        }
    }

    /// Empties a pair's entry of the table, moving up those behind it that were pushed past it.
    private void remove(int pair) {
        int mask = table.length - 1;
        int hole = Native.getInt(blocks.address(pair) + HASH) & mask;
        while (table[hole] != pair) {
            hole = hole + 1 & mask;
        }
        table[hole] = 0;
        for (int at = hole + 1 & mask; table[at] != 0; at = at + 1 & mask) {
            int home = Native.getInt(blocks.address(table[at]) + HASH) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                table[hole] = table[at];
                table[at] = 0;
                hole = at;
            }
        }
    }

    /// Takes pairs without postings out of the list of their name; true when the name has no pair left and is forgotten, too.
    boolean shrink(LabelName name) {
        int[] pairs = name.pairs();
        int[] kept = new int[Math.max(4, name.count())];
        int count = 0;
        for (int i = 0; i < name.count(); i++) {
            if (postingCount(pairs[i]) > 0) {
                kept[count++] = pairs[i];
            }
        }
        name.replace(Arrays.copyOf(kept, Math.max(4, count)), count);
        return count == 0 && namesByText.remove(new ByteKey(name.text()), name);
    }

    /// Gives back the memory of a pair that was removed.
    void free(int pair) {
        blocks.free(pair, VALUE + valueLength(pair));
    }

    /// Gives the number of a name that was forgotten to the next new one.
    void free(LabelName name) {
        @Nullable
        LabelName[] next = names;
        next[name.id()] = null;
        freeNames.add(name.id());
        names = next;
    }
}
