package io.hypnos.service.storeapi;

import java.util.Arrays;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// Writes the parts of a [SeriesFrame]: protobuf's tags, lengths and numbers into a head that grows, and notes where chunk data go.
final class FrameHead {

    private byte[] bytes = new byte[4096];
    private int length;
    private Chunk[] chunks = new Chunk[32];
    private int[] places = new int[32];
    private int chunkCount;

    boolean isEmpty() {
        return length == 0;
    }

    /// What was written, as a frame; this starts over.
    SeriesFrame take() {
        var frame = new SeriesFrame(Arrays.copyOf(bytes, length), length, Arrays.copyOf(chunks, chunkCount),
                Arrays.copyOf(places, chunkCount));
        length = 0;
        Arrays.fill(chunks, 0, chunkCount, null);
        chunkCount = 0;
        return frame;
    }

    /// A tag below 16 of a length-delimited field, and its length.
    void field(int number, int size) {
        ensureRoom(6);
        bytes[length++] = (byte) (number << 3 | 2);
        varint(size);
    }

    /// A varint field, left out when it is 0 as protobuf does.
    void number(int number, long value) {
        if (value != 0) {
            ensureRoom(11);
            bytes[length++] = (byte) (number << 3);
            varint(value);
        }
    }

    static int numberSize(long value) {
        return value == 0 ? 0 : 1 + varintSize(value);
    }

    /// Size of a length-delimited field with a tag below 16.
    static int fieldSize(int size) {
        return 1 + varintSize(size) + size;
    }

    /// All labels as fields `number` with messages `{1: name, 2: value}`. The packed form of [Labels] has each text with its length before it,
    /// so a label's message is its packed bytes and two tags.
    void labels(int number, Labels labels) {
        byte[] packed = labels.packed();
        ensureRoom(packed.length + labels.size() * 8);
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            field(number, labelSize(cursor));
            text(1, packed, cursor.nameOffset(), cursor.nameLength());
            text(2, packed, cursor.valueOffset(), cursor.valueLength());
        }
    }

    static int labelsSize(Labels labels) {
        int size = 0;
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            size += fieldSize(labelSize(cursor));
        }
        return size;
    }

    private static int labelSize(LabelCursor cursor) {
        return fieldSize(cursor.nameLength()) + fieldSize(cursor.valueLength());
    }

    private void text(int number, byte[] from, int offset, int size) {
        field(number, size);
        ensureRoom(size);
        System.arraycopy(from, offset, bytes, length, size);
        length += size;
    }

    /// The bytes of a chunk as field `number`; they stay where they are until the frame is sent.
    void data(int number, Chunk chunk) {
        field(number, chunk.length());
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
            places = Arrays.copyOf(places, chunkCount * 2);
        }
        chunks[chunkCount] = chunk;
        places[chunkCount++] = length;
    }

    static int varintSize(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void ensureRoom(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
