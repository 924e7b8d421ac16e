package io.hypnos.series.chunk;

/// Writes one XOR chunk, sample by sample; see [XorDecoder] for the format. The bytes can be taken at any time and writing goes on.
///
/// Not safe for use by several threads.
public final class XorAppender {

    /// What the header can count.
    public static final int MAX_SAMPLES = 0xFFFF;

    private static final int NO_WINDOW = 0xFF;

    private final BitWriter out;
    private int count;
    private long firstTime;
    private long time;
    private long distance;
    private long valueBits;
    private int leading;
    private int trailing;

    public XorAppender() {
        out = new BitWriter(128);
        out.writeBits(0, 16);
        leading = NO_WINDOW;
    }

    private XorAppender(Chunk chunk, XorDecoder state, int count, long firstTime) {
        out = new BitWriter(chunk.data(), chunk.offset(), state.endBit());
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
        long delta = t - time;
        if (count > 1) {
            appendLater(delta - distance, bits);
        } else if (count == 1) {
            out.writeUvarint(delta);
            writeValue(0, 0, bits);
        } else {
            firstTime = t;
            delta = 0;
            out.writeVarint(t);
            out.writeBits(bits, 64);
        }
        count++;
        time = t;
        distance = delta;
        valueBits = bits;
    }

    private void appendLater(long change, long bits) {
        if (change == 0) {
            writeValue(0, 1, bits);
        } else if (BitWriter.fits(change, 14)) {
            writeValue(0b10 << 14 | change & 0x3FFF, 16, bits);
        } else if (BitWriter.fits(change, 17)) {
            writeValue(0b110 << 17 | change & 0x1FFFF, 20, bits);
        } else if (BitWriter.fits(change, 20)) {
            writeValue(0b1110 << 20 | change & 0xFFFFF, 24, bits);
        } else {
            out.writeBits(0b1111, 4);
            out.writeBits(change, 64);
            writeValue(0, 0, bits);
        }
    }

    /// Writes a value's code behind a time's code of `length` bits, both at once where they fit.
    private void writeValue(long code, int length, long bits) {
        long difference = bits ^ valueBits;
        if (difference == 0) {
            out.writeBits(code << 1, length + 1);
            return;
        }
        int lead = Math.min(Long.numberOfLeadingZeros(difference), 31);
        int trail = Long.numberOfTrailingZeros(difference);
        if (lead >= leading && trail >= trailing) {
            write(code << 2 | 0b10, length + 2, difference >>> trailing, 64 - leading - trailing);
        } else {
            int size = 64 - lead - trail;
            write(code << 13 | 0b11 << 11 | lead << 6 | size & 63, length + 13, difference >>> trail, size);
            leading = lead;
            trailing = trail;
        }
    }

    private void write(long head, int headLength, long rest, int restLength) {
        if (headLength + restLength <= 64) {
            out.writeBits(head << restLength | rest, headLength + restLength);
        } else {
            out.writeBits(head, headLength);
            out.writeBits(rest, restLength);
        }
    }

    public int count() {
        return count;
    }

    /// Bytes that the chunk has now.
    public int size() {
        return out.size();
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
        out.setByte(0, count >>> 8);
        out.setByte(1, count);
        return out.toByteArray();
    }

    /// The chunk as it is now.
    public Chunk toChunk() {
        return Chunk.of(firstTime, time, ChunkEncoding.XOR, toByteArray());
    }
}
