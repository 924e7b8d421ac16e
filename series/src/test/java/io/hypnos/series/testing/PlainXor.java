package io.hypnos.series.testing;

/// XOR chunks, written and read sample by sample and bit by bit, as the format's description says it.
public final class PlainXor {

    private PlainXor() {}

    public static byte[] encode(long[] times, double[] values, int count) {
        var out = new PlainBits.Writer();
        out.bits(count, 16);
        int lead = -1;
        int trail = 0;
        long lastDelta = 0;
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(values[i]);
            if (i == 0) {
                out.uvarint(times[0] << 1 ^ times[0] >> 63);
                out.bits(bits, 64);
                continue;
            }
            long delta = times[i] - times[i - 1];
            if (i == 1) {
                out.uvarint(delta);
            } else {
                long dod = delta - lastDelta;
                if (dod == 0) {
                    out.prefix("0");
                } else if (dod >= -8191 && dod <= 8192) {
                    out.prefix("10");
                    out.bits(dod, 14);
                } else if (dod >= -65535 && dod <= 65536) {
                    out.prefix("110");
                    out.bits(dod, 17);
                } else if (dod >= -524287 && dod <= 524288) {
                    out.prefix("1110");
                    out.bits(dod, 20);
                } else {
                    out.prefix("1111");
                    out.bits(dod, 64);
                }
            }
            lastDelta = delta;
            long xor = bits ^ Double.doubleToRawLongBits(values[i - 1]);
            if (xor == 0) {
                out.prefix("0");
                continue;
            }
            int newLead = Math.min(31, Long.numberOfLeadingZeros(xor));
            int newTrail = Long.numberOfTrailingZeros(xor);
            if (lead >= 0 && newLead >= lead && newTrail >= trail) {
                out.prefix("10");
                out.bits(xor >>> trail, 64 - lead - trail);
            } else {
                lead = newLead;
                trail = newTrail;
                out.prefix("11");
                out.bits(lead, 5);
                out.bits(64 - lead - trail, 6);
                out.bits(xor >>> trail, 64 - lead - trail);
            }
        }
        return out.bytes();
    }

    public static int decode(byte[] chunk, long[] times, double[] values) {
        var in = new PlainBits.Reader(chunk);
        int count = (int) in.bits(16);
        int lead = 0;
        int trail = 0;
        long delta = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0) {
                long zigzag = in.uvarint();
                times[0] = zigzag >>> 1 ^ -(zigzag & 1);
                values[0] = Double.longBitsToDouble(in.bits(64));
                continue;
            }
            if (i == 1) {
                delta = in.uvarint();
            } else {
                int ones = 0;
                while (ones < 4 && in.bit() == 1) {
                    ones++;
                }
                int size = new int[]{0, 14, 17, 20, 64}[ones];
                long dod = in.bits(size);
                if (size > 0 && size < 64 && dod > 1L << size - 1) {
                    dod -= 1L << size;
                }
                delta += dod;
            }
            times[i] = times[i - 1] + delta;
            long bits = Double.doubleToRawLongBits(values[i - 1]);
            if (in.bit() == 1) {
                if (in.bit() == 1) {
                    lead = (int) in.bits(5);
                    int size = (int) in.bits(6);
                    trail = 64 - lead - (size == 0 ? 64 : size);
                }
                bits ^= in.bits(64 - lead - trail) << trail;
            }
            values[i] = Double.longBitsToDouble(bits);
        }
        return count;
    }
}
