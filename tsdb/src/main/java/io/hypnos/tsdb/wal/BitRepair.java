package io.hypnos.tsdb.wal;

/// Finds the one bit whose change makes a checksum right.
///
/// CRC-32C tells any two messages of up to 2^31 bits apart that differ in three bits or fewer. So at most one single bit explains a wrong
/// checksum, and two flipped bits never look like one. The change that a flipped bit makes to the checksum depends only on how many bytes
/// follow it; walking that back from the difference, one byte at a time, takes as many steps as the message has bytes.
///
/// Damage to more bits looks like a single one with a probability of about bits / 2^32, 1 in 16 000 for the longest fragment; what comes out
/// then is held against the format of the record like any other.
final class BitRepair {

    /// The checksum is what was damaged, the data is right.
    static final int CHECKSUM = -2;
    /// More than one bit is wrong.
    static final int NONE = -1;

    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int[] TABLE = new int[256];
    /// Index of the table's entry with a given upper byte.
    private static final int[] BY_UPPER_BYTE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            TABLE[i] = crc;
            BY_UPPER_BYTE[crc >>> 24] = i;
        }
    }

    private BitRepair() {}

    /// The flipped bit of a message of `length` bytes, as `byte index * 8 + bit`, bit 0 being the lowest; or [#CHECKSUM], or [#NONE].
    ///
    /// @param difference the checksum that was found, XOR the one that should be
    static int flippedBit(int difference, int length) {
        if (Integer.bitCount(difference) == 1) {
            return CHECKSUM;
        }
        int state = difference;
        for (int at = length - 1; at >= 0; at--) {
            for (int bit = 0; bit < 8; bit++) {
                if (state == TABLE[1 << bit]) {
                    return at * 8 + bit;
                }
            }
            int low = BY_UPPER_BYTE[state >>> 24];
            state = (state ^ TABLE[low]) << 8 | low;
        }
        return NONE;
    }
}
