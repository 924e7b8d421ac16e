package io.hypnos.tsdb.wal;

import static io.hypnos.tsdb.wal.WalFormat.FIRST;
import static io.hypnos.tsdb.wal.WalFormat.FULL;
import static io.hypnos.tsdb.wal.WalFormat.HEADER_SIZE;
import static io.hypnos.tsdb.wal.WalFormat.LAST;
import static io.hypnos.tsdb.wal.WalFormat.MIDDLE;
import static io.hypnos.tsdb.wal.WalFormat.PAGE_SIZE;
import static io.hypnos.tsdb.wal.WalFormat.SNAPPY;
import static io.hypnos.tsdb.wal.WalFormat.TYPE_MASK;
import static io.hypnos.tsdb.wal.WalFormat.ZSTD;

import java.util.zip.CRC32C;

/// Looks at one place of a page: is there a fragment, and is it intact? One wrong bit, wherever it is, is put right.
final class FragmentReader {

    /// What is at a place.
    enum Finding {
        FRAGMENT,
        /// A fragment in which one bit was wrong; the page has the right one now.
        HEALED,
        /// Nothing more in this page.
        PAGE_END,
        /// A fragment that the end of the file has cut off.
        TORN, DAMAGED
    }

    private final CRC32C crc = new CRC32C();
    private final byte[] page = new byte[PAGE_SIZE];
    /// Bytes of the page that the file has; the rest is zero.
    private int valid;

    private int type;
    private int flags;
    private int start;
    private int length;

    byte[] page() {
        return page;
    }

    void setValid(int bytes) {
        valid = bytes;
    }

    int valid() {
        return valid;
    }

    /// One of the four types of fragments.
    int type() {
        return type;
    }

    int flags() {
        return flags;
    }

    /// Where the data of the fragment begins in the page.
    int start() {
        return start;
    }

    int length() {
        return length;
    }

    int end() {
        return start + length;
    }

    /// Inspects the place `at`.
    ///
    /// @param inRecord whether the fragment before was the first or a middle one of a record
    Finding inspect(int at, boolean inRecord) {
        if (isZero(at, PAGE_SIZE)) {
            return Finding.PAGE_END;
        }
        if (PAGE_SIZE - at < HEADER_SIZE) {
            return Finding.DAMAGED;
        }
        if (valid - at < HEADER_SIZE) {
            return Finding.TORN;
        }
        int declared = (page[at + 1] & 0xFF) << 8 | page[at + 2] & 0xFF;
        boolean known = accept(page[at] & 0xFF);
        start = at + HEADER_SIZE;
        length = declared;
        if (fits(declared)) {
            int difference = checksum() ^ stored(at);
            if (difference == 0) {
                return known ? Finding.FRAGMENT : guessType(at, inRecord);
            }
            if (known && end() > valid) {
                return Finding.TORN;
            }
            if (known && healData(difference)) {
                return Finding.HEALED;
            }
        }
        if (known && healLength(at, declared)) {
            return Finding.HEALED;
        }
        return known && start + declared > valid && valid < PAGE_SIZE ? Finding.TORN : Finding.DAMAGED;
    }

    /// Whether an intact fragment with a plausible header is at `at`; nothing is put right.
    boolean isFragment(int at) {
        if (PAGE_SIZE - at < HEADER_SIZE || page[at] == 0 || !accept(page[at] & 0xFF)) {
            return false;
        }
        start = at + HEADER_SIZE;
        length = (page[at + 1] & 0xFF) << 8 | page[at + 2] & 0xFF;
        return length > 0 && fits(length) && end() <= valid && checksum() == stored(at);
    }

    boolean isZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (page[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean accept(int typeByte) {
        type = typeByte & TYPE_MASK;
        flags = typeByte & ~TYPE_MASK;
        return type >= FULL && type <= LAST && (flags == 0 || flags == SNAPPY || flags == ZSTD);
    }

    private boolean fits(int size) {
        return size <= PAGE_SIZE - start;
    }

    private int checksum() {
        crc.reset();
        crc.update(page, start, length);
        return (int) crc.getValue();
    }

    private int stored(int at) {
        return (page[at + 3] & 0xFF) << 24 | (page[at + 4] & 0xFF) << 16 | (page[at + 5] & 0xFF) << 8
                | page[at + 6] & 0xFF;
    }

    private boolean healData(int difference) {
        int bit = BitRepair.flippedBit(difference, length);
        if (bit == BitRepair.NONE) {
            return false;
        }
        if (bit != BitRepair.CHECKSUM) {
            page[start + (bit >>> 3)] ^= (byte) (1 << (bit & 7));
        }
        return true;
    }

    private boolean healLength(int at, int declared) {
        for (int bit = 0; bit < 16; bit++) {
            length = declared ^ 1 << bit;
            if (length > 0 && fits(length) && end() <= valid && checksum() == stored(at)) {
                return true;
            }
        }
        length = declared;
        return false;
    }

    /// The data is intact and the type is none. Which one it was follows from where the fragment stands, if one bit is wrong: only first and
    /// middle parts reach the end of the page as a rule, and they always do.
    private Finding guessType(int at, boolean inRecord) {
        int found = page[at] & 0xFF;
        boolean toPageEnd = end() == PAGE_SIZE;
        flags = found & (SNAPPY | ZSTD);
        if (flags == (SNAPPY | ZSTD)) {
            flags = SNAPPY;
        }
        type = restoredType(found & TYPE_MASK, inRecord, toPageEnd);
        int wrongBits = Integer.bitCount(found ^ (type | flags));
        return type != 0 && wrongBits == 1 && length > 0 ? Finding.HEALED : Finding.DAMAGED;
    }

    /// The type that must have been there, if one bit of it is wrong at most; 0 when there is none.
    static int restoredType(int found, boolean inRecord, boolean toPageEnd) {
        int open = inRecord ? MIDDLE : FIRST;
        int closed = inRecord ? LAST : FULL;
        if (toPageEnd && Integer.bitCount(found ^ open) <= 1) {
            return open;
        }
        return Integer.bitCount(found ^ closed) <= 1 ? closed : 0;
    }
}
