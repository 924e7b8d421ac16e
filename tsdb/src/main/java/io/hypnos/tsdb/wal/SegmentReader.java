package io.hypnos.tsdb.wal;

import static io.hypnos.tsdb.wal.WalFormat.FIRST;
import static io.hypnos.tsdb.wal.WalFormat.FULL;
import static io.hypnos.tsdb.wal.WalFormat.LAST;
import static io.hypnos.tsdb.wal.WalFormat.MIDDLE;
import static io.hypnos.tsdb.wal.WalFormat.PAGE_SIZE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Reads the intact records of one segment, as they are stored, in memory of one page and one record. The frame is in [WalFormat].
///
/// What is no intact record is told to a [DamageListener], and reading goes on at the next place that holds an intact fragment: in
/// the same page, or at the beginning of the next one. A record of which one part is damaged is damaged as a whole.
final class SegmentReader implements Closeable {

    private final Path file;
    private final DamageListener listener;
    private final FileChannel channel;
    private final FragmentReader fragment = new FragmentReader();
    private long pageStart = -PAGE_SIZE;
    private int position = PAGE_SIZE;

    private byte[] record = new byte[PAGE_SIZE];
    private int length;
    private int flags;
    private long start;
    private long end;
    private boolean healed;

    /// Parts of a record are read and its last one is still to come.
    private boolean inRecord;
    /// The beginning of the current damage, or -1.
    private long damagedFrom = -1;
    private String reason = "";

    SegmentReader(Path file, DamageListener listener) throws IOException {
        this.file = file;
        this.listener = listener;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /// Moves to the next intact record; false at the end of the segment.
    boolean next() throws IOException {
        inRecord = false;
        healed = false;
        while (position < PAGE_SIZE || loadPage()) {
            long at = pageStart + position;
            switch (fragment.inspect(position, inRecord)) {
                case PAGE_END -> {
                    if (inRecord) {
                        damage(start, "a part of a record is missing");
                        inRecord = false;
                    }
                    position = PAGE_SIZE;
                }
                case TORN -> {
                    long from = inRecord ? start : at;
                    inRecord = false;
                    if (damagedFrom >= 0) {
                        damage(from, "ends in the middle of a record");
                    } else {
                        listener.torn(file, from);
                    }
                    position = PAGE_SIZE;
                }
                case DAMAGED -> {
                    damage(inRecord ? start : at, "no intact record");
                    inRecord = false;
                    position = nextPlace(position);
                }
                case HEALED -> {
                    healed = true;
                    if (take(at)) {
                        return true;
                    }
                }
                case FRAGMENT -> {
                    if (take(at)) {
                        return true;
                    }
                }
            }
        }
        if (inRecord) {
            inRecord = false;
            if (damagedFrom < 0) {
                listener.torn(file, start);
            }
        }
        endDamage(Math.min(pageStart + PAGE_SIZE, channel.size()));
        return false;
    }

    /// Takes in the fragment that was found; true when it completes a record.
    private boolean take(long at) {
        int type = fragment.type();
        boolean opens = type == FULL || type == FIRST;
        boolean expected = opens != inRecord;
        if (!expected && damagedFrom < 0) {
            // The checksum does not cover the type: one wrong bit may have turned it into another one.
            int restored = FragmentReader.restoredType(type, inRecord, fragment.end() == PAGE_SIZE);
            if (restored != 0) {
                type = restored;
                opens = type == FULL || type == FIRST;
                expected = true;
                healed = true;
            }
        }
        position = fragment.end();
        if (!expected) {
            damage(inRecord ? start : at, "a part of a record out of its order");
            inRecord = false;
            if (!opens) {
                return false;
            }
        }
        if (opens) {
            start = at;
            length = 0;
            flags = fragment.flags();
        }
        append();
        inRecord = type == FIRST || type == MIDDLE;
        if (type == FULL || type == LAST) {
            endDamage(start);
            end = pageStart + position;
            if (healed) {
                listener.healed(file, start);
            }
            return true;
        }
        return false;
    }

    private void append() {
        int size = fragment.length();
        if (record.length - length < size) {
            record = Arrays.copyOf(record, Math.max(Math.addExact(length, size), record.length * 2));
        }
        System.arraycopy(fragment.page(), fragment.start(), record, length, size);
        length += size;
    }

    private void damage(long from, String why) {
        if (damagedFrom < 0) {
            damagedFrom = from;
            reason = why;
        }
    }

    private void endDamage(long to) {
        if (damagedFrom >= 0) {
            listener.damaged(file, damagedFrom, to, reason);
            damagedFrom = -1;
        }
    }

    /// The next place in the page behind a damaged one that holds an intact fragment; the page's end when there is none. What the damaged one
    /// says about its length is not believed.
    private int nextPlace(int damaged) {
        byte[] page = fragment.page();
        int zeros = PAGE_SIZE;
        while (zeros > damaged + 1 && page[zeros - 1] == 0) {
            zeros--;
        }
        for (int at = damaged + 1; at < zeros; at++) {
            if (fragment.isFragment(at)) {
                return at;
            }
        }
        return PAGE_SIZE;
    }

    private boolean loadPage() throws IOException {
        long next = pageStart + PAGE_SIZE;
        byte[] page = fragment.page();
        var buffer = ByteBuffer.wrap(page);
        int read = 0;
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, next + read);
            if (n < 0) {
                break;
            }
            read += n;
        }
        if (read == 0) {
            return false;
        }
        Arrays.fill(page, read, PAGE_SIZE, (byte) 0);
        fragment.setValid(read);
        pageStart = next;
        position = 0;
        return true;
    }

    /// Counts the record that [#next()] has just given as damage after all, because its contents make no sense.
    void reject(@Nullable String why) {
        listener.damaged(file, start, end, why == null ? "makes no sense" : why);
    }

    /// Counts the record that [#next()] has just given as restored, because its flags were wrong.
    void restored() {
        if (!healed) {
            listener.healed(file, start);
        }
    }

    /// The record as stored, from index 0 to [#length()]. Lent until the next call of [#next()].
    byte[] record() {
        return record;
    }

    int length() {
        return length;
    }

    /// Whether and how the record is compressed: 0, [WalFormat#SNAPPY] or [WalFormat#ZSTD].
    int flags() {
        return flags;
    }

    /// Offset in the file of the record's first byte.
    long start() {
        return start;
    }

    /// Offset in the file behind the record's last byte.
    long end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
