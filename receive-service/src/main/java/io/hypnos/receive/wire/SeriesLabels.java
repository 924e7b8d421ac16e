package io.hypnos.receive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HashSet;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.LabelText;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.WriteBatch;

/// Turns keys into labels, and decides which labels may be stored: each name once and not empty, all of it UTF-8, a metric name among them.
/// Labels come in any order; one without a value is no label. What was refused is noted. Used by one thread.
public final class SeriesLabels implements LabelKeyDecoder {

    private static final byte[] METRIC_NAME = Labels.METRIC_NAME.getBytes(UTF_8);
    private static final int SHOWN_CHARACTERS = 300;

    private final SeriesFaults faults;
    private final LabelKey key = new LabelKey();
    private byte[] packed = new byte[512];

    /// @param faults takes what is refused
    public SeriesLabels(SeriesFaults faults) {
        this.faults = faults;
    }

    @Override
    public @Nullable Labels decode(WriteBatch batch, int series) {
        return decode(batch.body(), batch.keyOffset(series), batch.keyLength(series));
    }

    /// The labels of a key; null when they may not be stored.
    public @Nullable Labels decode(byte[] bytes, int offset, int length) {
        try {
            Labels labels = read(bytes, offset, length);
            if (labels == null) {
                labels = sort(bytes, offset, length);
            }
            if (labels != null && labels.metricName().isEmpty()) {
                refuse(SeriesFault.NO_METRIC_NAME, bytes, offset, length);
                return null;
            }
            return labels;
        } catch (MalformedWriteException e) {
            refuse(SeriesFault.BROKEN_LABELS, bytes, offset, length);
            return null;
        }
    }

    /// The straight path: labels that are in order, of plain text; null when they are not.
    private @Nullable Labels read(byte[] bytes, int offset, int length) {
        if (packed.length < length * 2 + 16) {
            packed = new byte[length * 2 + 16];
        }
        int at = 0;
        int count = 0;
        int lastOffset = 0;
        int lastLength = 0;
        key.over(bytes, offset, length);
        while (key.next()) {
            boolean ordered = key.nameLength() > 0 && key.valueLength() > 0
                    && Arrays.compareUnsigned(bytes, lastOffset, lastOffset + lastLength,
                            bytes, key.nameOffset(), key.nameOffset() + key.nameLength()) < 0;
            if (!ordered) {
                return null;
            }
            lastOffset = key.nameOffset();
            lastLength = key.nameLength();
            at = put(at, bytes, lastOffset, lastLength);
            at = put(at, bytes, key.valueOffset(), key.valueLength());
            count++;
        }
        byte[] exact = Arrays.copyOf(packed, at);
        return count <= SeriesFault.MAX_LABELS && isAscii(exact) ? Labels.ofPacked(exact, count) : null;
    }

    private @Nullable Labels sort(byte[] bytes, int offset, int length) {
        var labels = new LabelsBuilder();
        var names = new HashSet<ByteBuffer>();
        key.over(bytes, offset, length);
        while (key.next()) {
            byte[] name = Arrays.copyOfRange(bytes, key.nameOffset(), key.nameOffset() + key.nameLength());
            byte[] value = Arrays.copyOfRange(bytes, key.valueOffset(), key.valueOffset() + key.valueLength());
            SeriesFault fault = null;
            if (name.length == 0) {
                fault = SeriesFault.EMPTY_LABEL_NAME;
            } else if (names.size() == SeriesFault.MAX_LABELS) {
                fault = SeriesFault.TOO_MANY_LABELS;
            } else if (!names.add(ByteBuffer.wrap(name))) {
                fault = SeriesFault.DUPLICATE_LABEL;
            } else if (!isUtf8(name) || !isUtf8(value)) {
                fault = SeriesFault.INVALID_UTF8;
            }
            if (fault != null) {
                refuse(fault, bytes, offset, length);
                return null;
            }
            labels.set(name, value);
        }
        return labels.build();
    }

    private int put(int at, byte[] from, int offset, int count) {
        int to = at;
        int rest = count;
        while (rest > 0x7F) {
            packed[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        packed[to++] = (byte) rest;
        System.arraycopy(from, offset, packed, to, count);
        return to + count;
    }

    /// Whether no text has a byte above 0x7F. Lengths of the packed form may, too, which only costs the straight path.
    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        if (isAscii(bytes)) {
            return true;
        }
        try {
            var unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    void refuse(SeriesFault fault, byte[] bytes, int offset, int length) {
        if (faults.isFirst(fault)) {
            faults.note(fault, show(bytes, offset, length));
        } else {
            faults.count(fault);
        }
    }

    /// A key as a sender would recognise it, as far as it can be read.
    public static String show(byte[] bytes, int offset, int length) {
        var text = new StringBuilder("{");
        var key = new LabelKey().over(bytes, offset, length);
        try {
            while (key.next() && text.length() < SHOWN_CHARACTERS) {
                text.append(text.length() > 1 ? ", " : "");
                String name = new String(bytes, key.nameOffset(), Math.min(key.nameLength(), SHOWN_CHARACTERS), UTF_8);
                LabelText.appendName(text, name);
                text.append('=');
                String value = new String(bytes, key.valueOffset(), Math.min(key.valueLength(), SHOWN_CHARACTERS),
                        UTF_8);
                LabelText.appendQuoted(text, value);
            }
        } catch (MalformedWriteException e) {
            text.append("…");
        }
        return text.append('}').toString();
    }

    /// Whether a key can be hashed and sent as it is: names in ascending order, no empty texts, a metric name.
    static boolean isCanonical(LabelKey key, byte[] bytes, int offset, int length) {
        int lastOffset = 0;
        int lastLength = 0;
        boolean named = false;
        key.over(bytes, offset, length);
        while (key.next()) {
            if (key.nameLength() == 0 || key.valueLength() == 0
                    || Arrays.compareUnsigned(bytes, lastOffset, lastOffset + lastLength, bytes,
                            key.nameOffset(), key.nameOffset() + key.nameLength()) >= 0) {
                return false;
            }
            lastOffset = key.nameOffset();
            lastLength = key.nameLength();
            named |= key.isNamed(METRIC_NAME);
        }
        return named;
    }
}
