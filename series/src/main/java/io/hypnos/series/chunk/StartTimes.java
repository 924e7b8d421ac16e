package io.hypnos.series.chunk;

/// Reads the start times that encodings 4 to 6 keep beside their samples.
///
/// The header byte says with bit 7 that the first sample has a start time, and in bits 6 to 0 the index F of the first later sample that has
/// start time data (0: none). After its own data
///
/// - sample 0 has, if bit 7 is set, the varint `t0 - st0`;
/// - sample F has the varbit number `d = t(F-1) - st(F)`;
/// - each sample behind F has the change of `d`, as a varbit number.
///
/// All others repeat the start time before them. A start time of 0 is unknown.
final class StartTimes {

    private final boolean firstKnown;
    private final int firstChange;
    private long start;
    private long distance;

    StartTimes(int header) {
        firstKnown = (header & 0x80) != 0;
        firstChange = header & 0x7F;
    }

    /// The start time of sample `index`, whose data has just been read.
    long next(BitReader in, int index, long time, long previousTime) {
        if (index == 0) {
            if (firstKnown) {
                start = time - in.readVarint();
            }
        } else if (firstChange != 0 && index >= firstChange) {
            long number = in.readVarbitInt();
            distance = index == firstChange ? number : distance + number;
            start = previousTime - distance;
        }
        return start;
    }
}
