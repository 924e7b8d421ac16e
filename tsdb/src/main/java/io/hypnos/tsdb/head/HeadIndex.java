package io.hypnos.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsSource;
import io.hypnos.tsdb.index.ValueFilter;

/// Which series the head has: from labels to slot, and from labels to all slots that have them.
///
/// A series is found by the references of its pairs, compared as numbers: no text is compared that was met before. The lock keeps creation and
/// removal apart from everybody who looks lists up; texts are read and regular expressions evaluated outside of it.
final class HeadIndex implements PostingsSource {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final SlabAllocator blocks;
    private final LabelPairs pairs;
    private final PairResolver resolver;
    private final SeriesTable table;
    /// Open-addressing table of slots + 1, each below the hash of its pairs, so that only a series that is most likely meant is looked at.
    private long[] bySeries = new long[1 << 10];
    private long nextReference = 1;

    HeadIndex(MemoryAccount account, SeriesTable table) {
        this.blocks = new SlabAllocator(account);
        this.pairs = new LabelPairs(blocks);
        this.resolver = new PairResolver(pairs);
        this.table = table;
    }

    LabelPairs pairs() {
        return pairs;
    }

    ReentrantReadWriteLock.ReadLock readLock() {
        return lock.readLock();
    }

    ReentrantReadWriteLock.WriteLock writeLock() {
        return lock.writeLock();
    }

    /// The slot of a series, -1 when the head has none with these labels. Under the write lock.
    int find(Labels labels) {
        byte[] packed = labels.packed();
        return find(packed, 0, packed.length);
    }

    /// As the other form, of labels that are packed in `bytes[from]` to `bytes[to]`.
    int find(byte[] bytes, int from, int to) {
        if (resolver.resolve(bytes, from, to) > 0) {
            return -1;
        }
        int slot = find(resolver.pairs(), resolver.count());
        if (slot >= 0) {
            resolver.keep();
        }
        return slot;
    }

    /// Whether the labels that [#find] was asked for last have their names in ascending order and no empty values.
    boolean wasOrdered() {
        return resolver.isOrdered();
    }

    private int find(int[] wanted, int count) {
        int hash = (int) KeyedHash.hash(wanted, count);
        int mask = bySeries.length - 1;
        for (int i = hash & mask; bySeries[i] != 0; i = i + 1 & mask) {
            if ((int) (bySeries[i] >>> 32) == hash) {
                int slot = (int) bySeries[i] - 1;
                if (SeriesLabels.hasPairs(labelsAddress(slot), wanted, count)
                        && SeriesRecord.has(table.address(slot), SeriesRecord.ALIVE)) {
                    return slot;
                }
            }
        }
        return -1;
    }

    /// Creates the series that [#find] was asked for last and has not found, with a reference that was never used. Under the write lock.
    int create() {
        return create(nextReference);
    }

    /// Creates the series that [#find] was asked for last and has not found, with a reference from a log. Under the write lock.
    int create(long reference) {
        reserveReferences(reference);
        resolver.createMissing();
        int count = resolver.count();
        int[] wanted = resolver.pairs();
        int hash = (int) KeyedHash.hash(wanted, count);
        int slot = table.allocate();
        long record = table.address(slot);
        Native.putLong(record + SeriesRecord.LAST_TIME, SeriesRecord.NO_TIME);
        Native.putInt(record + SeriesRecord.LABELS, addLabels(wanted, count, hash));
        SeriesRecord.setReference(record, reference);
        SeriesRecord.setFlags(record, SeriesRecord.ALIVE | SeriesRecord.FRESH);
        for (int i = 0; i < count; i++) {
            pairs.addPosting(wanted[i], slot);
        }
        if (table.count() * 5L >= bySeries.length * 3L) {
            rehash(bySeries.length * 2);
        }
        insert((long) hash << 32 | slot + 1);
        resolver.keep();
        return slot;
    }

    private int addLabels(int[] wanted, int count, int hash) {
        int block = blocks.allocate(SeriesLabels.bytes(count));
        long address = blocks.address(block);
        Native.putInt(address + SeriesLabels.CHUNK_LIST, 0);
        Native.putShort(address + SeriesLabels.CHUNKS, 0);
        Native.putShort(address + SeriesLabels.CHUNKS_IN_MEMORY, 0);
        Native.putInt(address + SeriesLabels.HASH, hash);
        Native.putShort(address + SeriesLabels.COUNT, count);
        Native.putShort(address + SeriesLabels.FIRST_CHUNK, 0);
        Native.copy(wanted, address + SeriesLabels.PAIRS, count);
        return block;
    }

    /// No reference up to this one is given to a new series.
    void reserveReferences(long highest) {
        nextReference = Math.max(nextReference, highest + 1);
    }

    private void insert(long entry) {
        int mask = bySeries.length - 1;
        int i = home(entry, mask);
        while (bySeries[i] != 0) {
            i = i + 1 & mask;
        }
        bySeries[i] = entry;
    }

    private static int home(long entry, int mask) {
        return (int) (entry >>> 32) & mask;
    }

    private void rehash(int capacity) {
        long[] old = bySeries;
        bySeries = new long[capacity];
        for (long entry : old) {
            if (entry != 0) {
                insert(entry);
            }
        }
    }

    /// Address of a series' [SeriesRecord].
    long recordAddress(int slot) {
        return table.address(slot);
    }

    /// Address of a series' [SeriesLabels].
    long labelsAddress(int slot) {
        return blocks.address(SeriesRecord.labels(table.address(slot)));
    }

    /// The labels of a series.
    Labels labels(int slot) {
        long block = labelsAddress(slot);
        int count = SeriesLabels.count(block);
        int size = 0;
        for (int i = 0; i < count; i++) {
            int pair = SeriesLabels.pair(block, i);
            size += textSize(pairs.nameOf(pair).text().length) + textSize(pairs.valueLength(pair));
        }
        byte[] packed = new byte[size];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int pair = SeriesLabels.pair(block, i);
            byte[] name = pairs.nameOf(pair).text();
            at = putLength(packed, at, name.length);
            System.arraycopy(name, 0, packed, at, name.length);
            at += name.length;
            int length = pairs.valueLength(pair);
            at = putLength(packed, at, length);
            Native.copy(pairs.valueAddress(pair), packed, at, length);
            at += length;
        }
        return Labels.ofPacked(packed, count);
    }

    private static int textSize(int length) {
        int size = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size + length;
    }

    private static int putLength(byte[] packed, int at, int length) {
        while (length > 0x7F) {
            packed[at++] = (byte) (length | 0x80);
            length >>>= 7;
        }
        packed[at] = (byte) length;
        return at + 1;
    }

    /// Takes removed series out of the table in which series are looked up. Under the write lock.
    void forget(int[] removed, int from, int to) {
        int mask = bySeries.length - 1;
        for (int i = from; i < to; i++) {
            int at = Native.getInt(labelsAddress(removed[i]) + SeriesLabels.HASH) & mask;
            while ((int) bySeries[at] != removed[i] + 1) {
                at = at + 1 & mask;
            }
            close(at);
        }
    }

    /// Empties an entry of the table, moving up those behind it that were pushed past it.
    private void close(int hole) {
        int mask = bySeries.length - 1;
        bySeries[hole] = 0;
        for (int at = hole + 1 & mask; bySeries[at] != 0; at = at + 1 & mask) {
            int home = home(bySeries[at], mask);
            if ((at - home & mask) >= (at - hole & mask)) {
                bySeries[hole] = bySeries[at];
                bySeries[at] = 0;
                hole = at;
            }
        }
    }

    /// The distinct pairs of some series.
    int[] pairsOf(int[] slots) {
        var found = new PairNumbers(slots.length * 8);
        for (int slot : slots) {
            long labels = labelsAddress(slot);
            for (int i = 0; i < SeriesLabels.count(labels); i++) {
                found.number(SeriesLabels.pair(labels, i));
            }
        }
        int[] distinct = new int[found.size()];
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] = found.pair(i);
        }
        return distinct;
    }

    /// Takes removed series out of the postings of some pairs. Under the write lock.
    void cleanPostings(int[] of, int from, int to) {
        for (int i = from; i < to; i++) {
            pairs.retainPostings(of[i], slot -> SeriesRecord.has(table.address(slot), SeriesRecord.ALIVE));
        }
    }

    /// Gives back series, pairs and names that nobody finds any more, once nobody can have met them. Under the write lock.
    void free(int[] slots, IntQueue removedPairs, List<LabelName> removedNames) {
        for (int slot : slots) {
            blocks.free(SeriesRecord.labels(table.address(slot)),
                    SeriesLabels.bytes(SeriesLabels.count(labelsAddress(slot))));
            table.free(slot);
        }
        for (int pair : removedPairs.take(Integer.MAX_VALUE)) {
            pairs.free(pair);
        }
        removedNames.forEach(pairs::free);
    }

    @Override
    public Postings all() {
        lock.readLock().lock();
        try {
            int[] slots = table.slots();
            int alive = 0;
            for (int slot : slots) {
                if (SeriesRecord.has(table.address(slot), SeriesRecord.ALIVE)) {
                    slots[alive++] = slot;
                }
            }
            return Postings.of(slots, 0, alive);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Postings postings(String name, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        lock.readLock().lock();
        try {
            LabelName labelName = pairs.name(name.getBytes(UTF_8));
            int pair = labelName == null ? 0 : pairs.find(labelName, bytes, 0, bytes.length);
            return pair == 0 ? Postings.empty() : copy(new int[]{pair}, 1);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Postings postings(String name, ValueFilter filter) {
        int[] accepted = pairsOf(name);
        int n = 0;
        for (int pair : accepted) {
            if (filter == ValueFilter.ALL || filter.accepts(pairs.valueString(pair))) {
                accepted[n++] = pair;
            }
        }
        lock.readLock().lock();
        try {
            return copy(accepted, n);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The union of the postings of pairs of one name: no series is in two of them.
    private Postings copy(int[] of, int count) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += pairs.postingCount(of[i]);
        }
        int[] slots = new int[Math.toIntExact(total)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = pairs.copyPostings(of[i], slots, at);
        }
        boolean sorted = true;
        for (int i = 1; i < at && sorted; i++) {
            sorted = slots[i - 1] < slots[i];
        }
        if (!sorted) {
            Arrays.sort(slots, 0, at);
        }
        return Postings.of(slots, 0, at);
    }

    private int[] pairsOf(String name) {
        lock.readLock().lock();
        try {
            LabelName labelName = pairs.name(name.getBytes(UTF_8));
            if (labelName == null) {
                return new int[0];
            }
            int[] found = new int[labelName.count()];
            int count = 0;
            for (int i = 0; i < found.length; i++) {
                if (pairs.postingCount(labelName.pairs()[i]) > 0) {
                    found[count++] = labelName.pairs()[i];
                }
            }
            return Arrays.copyOf(found, count);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<String> labelNames() {
        var names = new ArrayList<byte[]>();
        lock.readLock().lock();
        try {
            for (LabelName name : pairs.names()) {
                names.add(name.text());
            }
        } finally {
            lock.readLock().unlock();
        }
        return sorted(names);
    }

    @Override
    public List<String> labelValues(String name, ValueFilter filter) {
        int[] all = pairsOf(name);
        var values = new ArrayList<byte[]>(all.length);
        for (int pair : all) {
            byte[] value = pairs.value(pair);
            if (filter == ValueFilter.ALL || filter.accepts(new String(value, UTF_8))) {
                values.add(value);
            }
        }
        return sorted(values);
    }

    static List<String> sorted(List<byte[]> texts) {
        texts.sort(Arrays::compareUnsigned);
        var strings = new ArrayList<String>(texts.size());
        for (byte[] text : texts) {
            strings.add(new String(text, UTF_8));
        }
        return strings;
    }

    void close() {
        blocks.close();
    }
}
