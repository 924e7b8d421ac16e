package io.hypnos.series.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes one XOR chunk, sample by sample; see [XorDecoder] for the format. The bytes can be taken at any time and writing goes on.
///
/// Which window a value gets, and where the next bits go, is computed without branches: both change from sample to sample as the data pleases,
/// and a branch that is foreseen wrongly costs as much as the rest of a sample. A sample's bits are put together in a register and stored as
/// one word at the byte that is not full yet; what that writes beyond their end, the next store overwrites. By `XorBenchmark.encode`
/// this takes a fifteenth of the time of the plain version, the oracle of the tests.
///
/// Not safe for use by several threads.
public final class XorAppender {

    /// What the header can count.
    public static final int MAX_SAMPLES = 0xFFFF;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int NO_WINDOW = 0xFF;
    private static final int INITIAL_BYTES = 256;
    /// A sample's 145 bits behind a byte that is not full, and what the last store writes beyond them.
    private static final int ROOM = 32;
    /// Bits that fit a word behind up to seven others.
    private static final int MAX_PUT = 56;

    private byte[] data;
    /// Full bytes.
    private int position;
    /// The bits behind the full bytes, from the most significant one on.
    private long pending;
    /// How many these are: 0 to 7.
    private int pendingBits;
    private int count;
    private long firstTime;
    private long time;
    private long distance;
    private long valueBits;
    private int leading;
    private int trailing;

    public XorAppender() {
        data = new byte[INITIAL_BYTES];
        position = 2;
        leading = NO_WINDOW;
    }

    private XorAppender(Chunk chunk, XorDecoder state, int count, long firstTime) {
        long bits = state.endBit();
        int bytes = (int) (bits + 7 >>> 3);
        data = new byte[bytes + ROOM];
        System.arraycopy(chunk.data(), chunk.offset(), data, 0, bytes);
        position = (int) (bits >>> 3);
        pendingBits = (int) (bits & 7);
        if (pendingBits != 0) {
            data[position] &= (byte) (-1 << 8 - pendingBits);
            pending = (long) data[position] << 56;
        }
        this.count = count;
        this.firstTime = firstTime;
        time = state.time();
        distance = state.distance();
        valueBits = state.valueBits();
        leading = count == 0 ? NO_WINDOW : state.leading();
        trailing = state.trailing();
    }

    /// Goes on where a chunk of encoding XOR ends. What is appended decodes to the same samples as if the chunk had never been closed, though
    /// the bytes may differ: a window of 64 bits is in force after reopening, none in a new chunk.
    ///
    /// @throws InvalidChunkException when the chunk is damaged
    public static XorAppender reopen(Chunk chunk) {
        if (chunk.encoding() != ChunkEncoding.XOR) {
            throw new IllegalArgumentException("not an XOR chunk: " + chunk);
        }
        int count = XorDecoder.sampleCount(chunk.data(), chunk.offset(), chunk.length());
        long[] times = new long[count];
        var decoder = new XorDecoder();
        decoder.decode(chunk.data(), chunk.offset(), chunk.length(), times, new double[count], 0);
        return new XorAppender(chunk, decoder, count, count == 0 ? 0 : times[0]);
    }

    /// Appends a sample whose time should be after the last one's.
    ///
    /// @throws IllegalStateException when the chunk has [#MAX_SAMPLES]
    public void append(long t, double value) {
        append(t, Double.doubleToRawLongBits(value));
    }

    /// As [#append(long, double)], for callers that carry values as bits.
    public void append(long t, long bits) {
        if (count == MAX_SAMPLES) {
            throw new IllegalStateException("a chunk holds no more than " + MAX_SAMPLES + " samples");
        }
        if (position > data.length - ROOM) {
            data = Arrays.copyOf(data, data.length * 2);
        }
        long delta = t - time;
        if (count > 1) {
            appendLater(delta - distance, bits);
        } else if (count == 1) {
            putUvarint(delta);
            putValue(0, 0, bits);
        } else {
            firstTime = t;
            delta = 0;
            putUvarint(t << 1 ^ t >> 63);
            putWide(bits, 64);
        }
        count++;
        time = t;
        distance = delta;
        valueBits = bits;
    }

    private void appendLater(long change, long bits) {
        if (change == 0) {
            putValue(0, 1, bits);
        } else if (BitWriter.fits(change, 14)) {
            putValue(0b10 << 14 | change & 0x3FFF, 16, bits);
        } else if (BitWriter.fits(change, 17)) {
            putValue(0b110 << 17 | change & 0x1FFFF, 20, bits);
        } else if (BitWriter.fits(change, 20)) {
            putValue(0b1110 << 20 | change & 0xFFFFF, 24, bits);
        } else {
            put(0b1111, 4);
            putWide(change, 64);
            putValue(0, 0, bits);
        }
    }

    /// Writes a value's code behind a time's code of `length` bits.
    private void putValue(long code, int length, long bits) {
        long difference = bits ^ valueBits;
        if (difference == 0) {
            put(code << 1, length + 1);
            return;
        }
        int lead = Math.min(Long.numberOfLeadingZeros(difference), 31);
        int trail = Long.numberOfTrailingZeros(difference);
        // All ones when the difference fits the window in force, else 0.
        int same = ~(lead - leading | trail - trailing) >> 31;
        lead += leading - lead & same;
        trail += trailing - trail & same;
        leading = lead;
        trailing = trail;
        int size = 64 - lead - trail;
        int opening = 0b11 << 11 | lead << 6 | size & 63;
        int headLength = 13 + (-11 & same);
        long head = code << headLength | opening + (0b10 - opening & same);
        length += headLength;
        long rest = difference >>> trail;
        if (length + size <= MAX_PUT) {
            put(head << size | rest, length + size);
        } else {
            put(head, length);
            putWide(rest, size);
        }
    }

    /// Writes the `size` low bits of `bits`, at most [#MAX_PUT]; those above must be 0.
    private void put(long bits, int size) {
        int filled = pendingBits + size;
        long word = pending | bits << 64 - filled;
        LONGS.set(data, position, word);
        position += filled >>> 3;
        pending = word << (filled & 0x38);
        pendingBits = filled & 7;
    }

    private void putWide(long bits, int size) {
        if (size > 32) {
            put(bits >>> 32, size - 32);
            put(bits & 0xFFFF_FFFFL, 32);
        } else {
            put(bits, size);
        }
    }

    private void putUvarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put(rest & 0x7F | 0x80, 8);
            rest >>>= 7;
        }
        put(rest, 8);
    }

    public int count() {
        return count;
    }

    /// Bytes that the chunk has now.
    public int size() {
        return position + (pendingBits + 7 >>> 3);
    }

    /// Epoch milliseconds of the last sample; meaningless without one.
    public long lastTime() {
        return time;
    }

    /// The last value's bits; meaningless without one.
    public long lastBits() {
        return valueBits;
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        byte[] copy = Arrays.copyOf(data, size());
        copy[0] = (byte) (count >>> 8);
        copy[1] = (byte) count;
        return copy;
    }

    /// The chunk as it is now.
    public Chunk toChunk() {
        return Chunk.of(firstTime, time, ChunkEncoding.XOR, toByteArray());
    }
}
