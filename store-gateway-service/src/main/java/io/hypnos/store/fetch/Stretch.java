package io.hypnos.store.fetch;

/// A part of an object that is wanted, and after it was read its bytes.
///
/// The array ends with a few bytes more than the part has, so that decoders may load eight at once.
public final class Stretch {

    private static final int SLACK = 8;

    private final long offset;
    private final int length;
    private byte[] bytes = {};
    private int available;

    /// @param length number of bytes; fewer are read where the object ends before
    public Stretch(long offset, int length) {
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException(length + " bytes at " + offset);
        }
        this.offset = offset;
        this.length = length;
    }

    /// Place of the first byte in the object.
    public long offset() {
        return offset;
    }

    /// The number of bytes that are wanted.
    public int length() {
        return length;
    }

    long end() {
        return offset + length;
    }

    /// What was read: the first [#available()] of these.
    public byte[] bytes() {
        return bytes;
    }

    /// The number of bytes that were read; less than what was wanted only at the end of the object.
    public int available() {
        return available;
    }

    /// The number of bytes from a place in the object on; not positive when it lies behind them.
    public int availableFrom(long place) {
        return (int) Math.max(-1, offset + available - place);
    }

    byte[] allocate() {
        bytes = new byte[length + SLACK];
        return bytes;
    }

    void filled(int count) {
        available = count;
    }

    @Override
    public String toString() {
        return length + " bytes at " + offset;
    }
}
