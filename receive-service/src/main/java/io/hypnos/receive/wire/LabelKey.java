package io.hypnos.receive.wire;

import java.util.Arrays;

/// A walk over the labels of a key (see [DecodedWrite]). Labels are told by offsets into the bytes; no text is made.
public final class LabelKey {

    private final ProtoScan scan = new ProtoScan();
    private int end;
    private int next;
    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    /// Goes to a key.
    public LabelKey over(byte[] bytes, int offset, int length) {
        scan.over(bytes, offset, length);
        next = offset;
        end = offset + length;
        return this;
    }

    /// Moves to the next label; false at the end.
    ///
    /// @throws MalformedWriteException when the bytes are no labels
    public boolean next() {
        if (next >= end) {
            return false;
        }
        scan.over(scan.bytes, next, end - next);
        if (scan.tag() != (1 << 3 | ProtoScan.DELIMITED)) {
            throw new MalformedWriteException("a label is due");
        }
        int size = scan.length();
        next = scan.position + size;
        readLabel(size);
        return true;
    }

    private void readLabel(int size) {
        nameOffset = scan.position;
        nameLength = 0;
        valueOffset = scan.position;
        valueLength = 0;
        scan.over(scan.bytes, scan.position, size);
        while (scan.hasMore()) {
            int tag = scan.tag();
            switch (tag) {
                case 1 << 3 | ProtoScan.DELIMITED -> {
                    nameLength = scan.length();
                    nameOffset = scan.position;
                    scan.position += nameLength;
                }
                case 2 << 3 | ProtoScan.DELIMITED -> {
                    valueLength = scan.length();
                    valueOffset = scan.position;
                    scan.position += valueLength;
                }
                default -> scan.skip(tag);
            }
        }
    }

    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    /// Whether the label has this name.
    public boolean isNamed(byte[] name) {
        return Arrays.equals(scan.bytes, nameOffset, nameOffset + nameLength, name, 0, name.length);
    }
}
