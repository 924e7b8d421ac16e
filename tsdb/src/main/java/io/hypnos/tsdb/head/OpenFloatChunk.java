package io.hypnos.tsdb.head;

import static io.hypnos.tsdb.head.SeriesRecord.ACCUMULATED;
import static io.hypnos.tsdb.head.SeriesRecord.ACCUMULATOR;
import static io.hypnos.tsdb.head.SeriesRecord.BLOCK_WORDS;
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
/// yet. Only a full word touches the chunk's [BlockChain], so most samples of a quiet series touch the record alone. The sample count, the
/// first two bytes of a chunk, is filled in when the bytes are copied out.
///
/// One per shard, used under its lock. [io.hypnos.series.chunk.XorAppender] is the plain version and the oracle of the tests.
final class OpenFloatChunk {

    private static final int NO_WINDOW = 0xFF;
    private static final int WORDS_PER_BLOCK = BlockChain.CONTENT / 8;

    private final BlockChain chain;

    private int block;
    /// Address of the block.
    private long start;
    /// Words in the block.
    private int blockWords;
    private int words;
    private long accumulator;
    private int accumulated;

    OpenFloatChunk(BlockChain chain) {
        this.chain = chain;
    }

    /// Opens a chunk with its first sample.
    void open(long record, long time, long value) {
        block = chain.add(0);
        start = chain.address(block);
        blockWords = 0;
        words = 0;
        accumulator = 0;
        accumulated = 16;
        putVarint(time << 1 ^ time >> 63);
        put(value, 64);
        Native.putShort(record + SAMPLES, 1);
        Native.putByte(record + LEADING, NO_WINDOW);
        Native.putByte(record + TRAILING, 0);
        Native.putInt(record + LAST_DISTANCE, 0);
        Native.putLong(record + LAST_TIME, time);
        Native.putLong(record + LAST_VALUE, value);
        save(record);
    }

    /// Appends a sample, later than the last one, to the open chunk.
    void append(long record, long time, long value) {
        load(record);
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
        save(record);
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
        word(accumulator | bits >>> over);
        accumulator = over == 0 ? 0 : bits << 64 - over;
        accumulated = over;
    }

    private void word(long word) {
        if (blockWords == WORDS_PER_BLOCK) {
            block = chain.add(block);
            start = chain.address(block);
            blockWords = 0;
        }
        Native.putLongBigEndian(start + blockWords * 8L, word);
        blockWords++;
        words++;
    }

    private void putVarint(long value) {
        while ((value & ~0x7FL) != 0) {
            put(value & 0x7F | 0x80, 8);
            value >>>= 7;
        }
        put(value, 8);
    }

    private void load(long record) {
        words = Native.getShort(record + WORDS);
        block = Native.getInt(record + OPEN_CHUNK);
        start = chain.address(block);
        blockWords = Native.getByte(record + BLOCK_WORDS);
        accumulator = Native.getLong(record + ACCUMULATOR);
        accumulated = Native.getByte(record + ACCUMULATED);
    }

    private void save(long record) {
        Native.putShort(record + WORDS, words);
        Native.putInt(record + OPEN_CHUNK, block);
        Native.putByte(record + BLOCK_WORDS, blockWords);
        Native.putLong(record + ACCUMULATOR, accumulator);
        Native.putByte(record + ACCUMULATED, accumulated);
    }

    /// Epoch milliseconds of the open chunk's first sample. The value behind that time is longer than a word, so the time has always left the
    /// accumulator.
    long firstTime(long record) {
        long chunk = chain.address(chain.first(Native.getInt(record + OPEN_CHUNK)));
        long zigzag = 0;
        for (int at = 2, shift = 0;; at++, shift += 7) {
            int b = Native.getByte(chunk + at);
            zigzag |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
    }

    /// Copies the open chunk as it is.
    void copy(long record, byte[] to) {
        int full = Native.getShort(record + WORDS) * 8;
        chain.copy(Native.getInt(record + OPEN_CHUNK), full, to);
        long rest = Native.getLong(record + ACCUMULATOR);
        int end = SeriesRecord.openBytes(record);
        for (int at = full, shift = 56; at < end; at++, shift -= 8) {
            to[at] = (byte) (rest >>> shift);
        }
        int samples = SeriesRecord.samples(record);
        to[0] = (byte) (samples >>> 8);
        to[1] = (byte) samples;
    }

    /// Completes the bytes of the open chunk and returns the last block of its chain, which is the caller's from now on.
    int seal(long record) {
        load(record);
        if (accumulated > 0) {
            word(accumulator);
        }
        long first = chain.address(chain.first(block));
        int samples = SeriesRecord.samples(record);
        Native.putByte(first, samples >>> 8);
        Native.putByte(first + 1, samples);
        Native.putInt(record + OPEN_CHUNK, 0);
        return block;
    }
}
