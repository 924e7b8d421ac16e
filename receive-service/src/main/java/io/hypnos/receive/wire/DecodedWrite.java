package io.hypnos.receive.wire;

import java.util.Arrays;

import io.hypnos.tsdb.write.WriteBatch;

/// A request as columns and the bytes behind them. Reused from request to request; used by one thread at a time.
///
/// The bytes are the decoded body, and behind it what had to be written anew. A series has two slices there: its *key*, the labels as
/// remote write 1.0 has them (`{0x0A length {0x0A length name, 0x12 length value}}*`), which is what the engine knows it by; and its *tail*,
/// the rest of its TimeSeries message in the form of remote write 1.0, with which it can be sent on without being encoded again.
public final class DecodedWrite {

    /// All keys are written alike, whatever the request's version, so they share a key space.
    public static final int KEY_SPACE = 1;
    private static final int INITIAL_BYTES = 64 * 1024;

    private final WriteBatch batch = new WriteBatch();
    private final SeriesFaults faults = new SeriesFaults();
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int[] tailOffsets = new int[64];
    private int[] tailLengths = new int[64];
    private boolean keepsTails;

    /// Makes room for a body.
    public byte[] reserve(int bodyLength) {
        if (bytes.length < bodyLength) {
            bytes = new byte[bodyLength + bodyLength / 4];
        }
        return bytes;
    }

    /// Starts over with a body of this length at the start of the reserved bytes.
    ///
    /// @param tails whether series may have to be sent on
    void begin(int bodyLength, boolean tails) {
        length = bodyLength;
        keepsTails = tails;
        faults.clear();
        batch.reset(bytes, KEY_SPACE);
    }

    public WriteBatch batch() {
        return batch;
    }

    /// The series that were refused while decoding; they are not in the batch.
    public SeriesFaults faults() {
        return faults;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// How many of [#bytes()] are in use.
    public int length() {
        return length;
    }

    boolean keepsTails() {
        return keepsTails;
    }

    void addSeries(int keyOffset, int keyLength, int tailOffset, int tailLength) {
        int series = batch.addSeries(keyOffset, keyLength);
        if (series == tailOffsets.length) {
            tailOffsets = Arrays.copyOf(tailOffsets, series * 2);
            tailLengths = Arrays.copyOf(tailLengths, series * 2);
        }
        tailOffsets[series] = tailOffset;
        tailLengths[series] = tailLength;
    }

    /// Gives the series added last another tail.
    void replaceTail(int tailOffset, int tailLength) {
        int series = batch.seriesCount() - 1;
        tailOffsets[series] = tailOffset;
        tailLengths[series] = tailLength;
    }

    public int tailOffset(int series) {
        return tailOffsets[series];
    }

    public int tailLength(int series) {
        return tailLengths[series];
    }

    /// Adds bytes behind all others.
    void append(byte[] from, int offset, int count) {
        ensureRoom(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    void appendTag(int tag, int size) {
        ensureRoom(6);
        bytes[length++] = (byte) tag;
        appendVarint(size);
    }

    void appendByte(int b) {
        ensureRoom(1);
        bytes[length++] = (byte) b;
    }

    void appendVarint(long value) {
        ensureRoom(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void ensureRoom(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(length + count, bytes.length / 2));
            batch.rebase(bytes);
        }
    }

    static int varintSize(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }
}
