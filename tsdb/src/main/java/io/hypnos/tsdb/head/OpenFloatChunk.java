package io.hypnos.tsdb.head;

import static io.hypnos.tsdb.head.SeriesRecord.ACCUMULATED;
import static io.hypnos.tsdb.head.SeriesRecord.ACCUMULATOR;
import static io.hypnos.tsdb.head.SeriesRecord.CAPACITY;
import static io.hypnos.tsdb.head.SeriesRecord.LAST_DISTANCE;
import static io.hypnos.tsdb.head.SeriesRecord.LAST_TIME;
import static io.hypnos.tsdb.head.SeriesRecord.LAST_VALUE;
import static io.hypnos.tsdb.head.SeriesRecord.LEADING;
import static io.hypnos.tsdb.head.SeriesRecord.OPEN_CHUNK;
import static io.hypnos.tsdb.head.SeriesRecord.SAMPLES;
import static io.hypnos.tsdb.head.SeriesRecord.TRAILING;
import static io.hypnos.tsdb.head.SeriesRecord.WORDS;

/// Writes XOR chunks (the format is in [io.hypnos.series.chunk.ChunkEncoding#XOR]) straight into memory outside of the heap.
///
/// The state between two samples is in the [SeriesRecord]: the last time and value, the window, and up to 63 bits that do not fill a word
/// yet. Only a full word touches the chunk's block, so most samples of a quiet series touch the record alone. The sample count, the first two
/// bytes of a chunk, is filled in when the bytes are copied out.
///
/// One per shard, used under its lock. [io.hypnos.series.chunk.XorAppender] is the plain version and the oracle of the tests.
final class OpenFloatChunk {

    private static final int NO_WINDOW = 0xFF;
    private static final int FIRST_BYTES = 64;
    /// Words that one sample can begin: 4 + 64 bits of time, 13 + 64 bits of value, behind 63 bits that waited.
    private static final int WORDS_PER_SAMPLE = 4;

    private final SlabAllocator slabs;

    /// Address of the word that comes next.
    private long out;
    private long accumulator;
    private int accumulated;

    OpenFloatChunk(SlabAllocator slabs) {
        this.slabs = slabs;
    }

    /// Opens a chunk with its first sample.
    void open(long record, long time, long value) {
        int block = slabs.allocate(FIRST_BYTES);
        long start = slabs.address(block);
        out = start;
        accumulator = 0;
        accumulated = 16;
        putVarint(time << 1 ^ time >> 63);
        put(value, 64);
        Native.putInt(record + OPEN_CHUNK, block);
        Native.putByte(record + CAPACITY, SlabAllocator.capacity(FIRST_BYTES) >>> 3);
        Native.putShort(record + SAMPLES, 1);
        Native.putByte(record + LEADING, NO_WINDOW);
        Native.putByte(record + TRAILING, 0);
        Native.putInt(record + LAST_DISTANCE, 0);
        Native.putLong(record + LAST_TIME, time);
        Native.putLong(record + LAST_VALUE, value);
        save(record, start);
    }

    /// Appends a sample, later than the last one, to the open chunk.
    void append(long record, long time, long value) {
        int words = Native.getShort(record + WORDS);
        if (words + WORDS_PER_SAMPLE > Native.getByte(record + CAPACITY)) {
            grow(record, words);
        }
        long start = slabs.address(Native.getInt(record + OPEN_CHUNK));
        out = start + words * 8L;
        accumulator = Native.getLong(record + ACCUMULATOR);
        accumulated = Native.getByte(record + ACCUMULATED);

        int samples = Native.getShort(record + SAMPLES);
        long distance = time - Native.getLong(record + LAST_TIME);
        if (samples > 1) {
            putTimeChange(distance - (Native.getInt(record + LAST_DISTANCE) & 0xFFFF_FFFFL));
        } else {
            putVarint(distance);
        }
        long difference = value ^ Native.getLong(record + LAST_VALUE);
        if (difference == 0) {
            put(0, 1);
        } else {
            putDifference(record, difference);
            Native.putLong(record + LAST_VALUE, value);
        }
        Native.putLong(record + LAST_TIME, time);
        Native.putInt(record + LAST_DISTANCE, (int) distance);
        Native.putShort(record + SAMPLES, samples + 1);
        save(record, start);
    }

    private void putTimeChange(long change) {
        if (change == 0) {
            put(0, 1);
        } else if (change >= -8191 && change <= 8192) {
            put(0b10 << 14 | change & 0x3FFF, 16);
        } else if (change >= -65535 && change <= 65536) {
            put(0b110 << 17 | change & 0x1FFFF, 20);
        } else if (change >= -524287 && change <= 524288) {
            put(0b1110 << 20 | change & 0xFFFFF, 24);
        } else {
            put(0b1111, 4);
            put(change, 64);
        }
    }

    private void putDifference(long record, long difference) {
        int leading = Native.getByte(record + LEADING);
        int trailing = Native.getByte(record + TRAILING);
        int lead = Math.min(Long.numberOfLeadingZeros(difference), 31);
        int trail = Long.numberOfTrailingZeros(difference);
        if (lead >= leading && trail >= trailing) {
            int size = 64 - leading - trailing;
            if (size <= 62) {
                put(0b10L << size | difference >>> trailing, size + 2);
            } else {
                put(0b10, 2);
                put(difference >>> trailing, size);
            }
            return;
        }
        int size = 64 - lead - trail;
        long head = 0b11 << 11 | lead << 6 | size & 63;
        if (size <= 51) {
            put(head << size | difference >>> trail, size + 13);
        } else {
            put(head, 13);
            put(difference >>> trail, size);
        }
        Native.putByte(record + LEADING, lead);
        Native.putByte(record + TRAILING, trail);
    }

    /// Writes the lowest `size` bits, 1 to 64 of them; the ones above must be zero.
    private void put(long bits, int size) {
        int free = 64 - accumulated;
        if (size < free) {
            accumulator |= bits << free - size;
            accumulated += size;
            return;
        }
        int over = size - free;
        Native.putLongBigEndian(out, accumulator | bits >>> over);
        out += 8;
        accumulator = over == 0 ? 0 : bits << 64 - over;
        accumulated = over;
    }

    private void putVarint(long value) {
        while ((value & ~0x7FL) != 0) {
            put(value & 0x7F | 0x80, 8);
            value >>>= 7;
        }
        put(value, 8);
    }

    private void save(long record, long start) {
        Native.putShort(record + WORDS, (int) (out - start >>> 3));
        Native.putLong(record + ACCUMULATOR, accumulator);
        Native.putByte(record + ACCUMULATED, accumulated);
    }

    private void grow(long record, int words) {
        int block = Native.getInt(record + OPEN_CHUNK);
        int bytes = (words + WORDS_PER_SAMPLE) * 8;
        int larger = slabs.allocate(bytes);
        Native.copy(slabs.address(block), slabs.address(larger), words * 8L);
        slabs.free(block, Native.getByte(record + CAPACITY) * 8);
        Native.putInt(record + OPEN_CHUNK, larger);
        Native.putByte(record + CAPACITY, SlabAllocator.capacity(bytes) >>> 3);
    }

    /// Epoch milliseconds of the open chunk's first sample.
    long firstTime(long record) {
        return firstTimeOf(slabs.address(Native.getInt(record + OPEN_CHUNK)));
    }

    /// Epoch milliseconds of the first sample of the chunk at an address. The value behind that time is longer than a word, so the time has
    /// always left the accumulator.
    static long firstTimeOf(long chunk) {
        long zigzag = 0;
        for (int at = 2, shift = 0;; at++, shift += 7) {
            int b = Native.getByte(chunk + at);
            zigzag |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
    }

    /// Copies the open chunk as it is; `chunk` is the address of its block.
    static void copy(long record, long chunk, byte[] to) {
        int words = Native.getShort(record + WORDS);
        Native.copy(chunk, to, 0, words * 8);
        long rest = Native.getLong(record + ACCUMULATOR);
        int end = SeriesRecord.openBytes(record);
        for (int at = words * 8, shift = 56; at < end; at++, shift -= 8) {
            to[at] = (byte) (rest >>> shift);
        }
        int samples = SeriesRecord.samples(record);
        to[0] = (byte) (samples >>> 8);
        to[1] = (byte) samples;
    }

    /// Completes the bytes of the open chunk in its block, for which there is always room, and returns how many they are. Nothing may be
    /// appended any more.
    int seal(long record) {
        long chunk = slabs.address(Native.getInt(record + OPEN_CHUNK));
        int bytes = SeriesRecord.openBytes(record);
        Native.putLongBigEndian(chunk + Native.getShort(record + WORDS) * 8L, Native.getLong(record + ACCUMULATOR));
        int samples = SeriesRecord.samples(record);
        Native.putByte(chunk, samples >>> 8);
        Native.putByte(chunk + 1, samples);
        return bytes;
    }
}
