package io.hypnos.series.chunk;

/// Floats that are each written as the difference (XOR) from their own previous value, in the value code of [XorDecoder]. Every field keeps
/// a window of its own.
final class XorFields {

    private static final byte NO_WINDOW = (byte) 0xFF;

    private final long[] bits;
    private final byte[] leading;
    private final byte[] trailing;

    XorFields(int count) {
        bits = new long[count];
        leading = new byte[count];
        trailing = new byte[count];
    }

    /// A copy for a writer that goes on where a reader stopped, or vice versa.
    XorFields(XorFields other) {
        bits = other.bits.clone();
        leading = other.leading.clone();
        trailing = other.trailing.clone();
    }

    double value(int field) {
        return Double.longBitsToDouble(bits[field]);
    }

    long bits(int field) {
        return bits[field];
    }

    int leading(int field) {
        return leading[field];
    }

    int trailing(int field) {
        return trailing[field];
    }

    /// Reads a field's first value. Readers start with a window of 64 bits.
    void readFirst(BitReader in, int field) {
        bits[field] = in.readBits(64);
    }

    void readNext(BitReader in, int field) {
        if (!in.readBit()) {
            return;
        }
        if (in.readBit()) {
            int lead = (int) in.readBits(5);
            int size = (int) in.readBits(6);
            int trail = 64 - lead - (size == 0 ? 64 : size);
            if (trail < 0) {
                throw new InvalidChunkException("chunk has a value of more than 64 bits");
            }
            leading[field] = (byte) lead;
            trailing[field] = (byte) trail;
        }
        int trail = trailing[field];
        bits[field] ^= in.readBits(64 - leading[field] - trail) << trail;
    }

    /// Writes a field's first value. Writers start without a window.
    void writeFirst(BitWriter out, int field, double value) {
        bits[field] = Double.doubleToRawLongBits(value);
        leading[field] = NO_WINDOW;
        out.writeBits(bits[field], 64);
    }

    void writeNext(BitWriter out, int field, double value) {
        long next = Double.doubleToRawLongBits(value);
        long difference = next ^ bits[field];
        bits[field] = next;
        if (difference == 0) {
            out.writeBits(0, 1);
            return;
        }
        int lead = Math.min(Long.numberOfLeadingZeros(difference), 31);
        int trail = Long.numberOfTrailingZeros(difference);
        if (leading[field] != NO_WINDOW && lead >= leading[field] && trail >= trailing[field]) {
            out.writeBits(0b10, 2);
            out.writeBits(difference >>> trailing[field], 64 - leading[field] - trailing[field]);
        } else {
            int size = 64 - lead - trail;
            out.writeBits(0b11 << 11 | lead << 6 | size & 63, 13);
            out.writeBits(difference >>> trail, size);
            leading[field] = (byte) lead;
            trailing[field] = (byte) trail;
        }
    }
}
