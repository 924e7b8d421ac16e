package io.hypnos.promql.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// Cuts a part out of label sets: only the named labels, or all but the named ones and the metric's name. The part lies in a buffer, in the
/// packed form of [Labels], until the next cut; so groups and matches are found by comparing bytes, without an object per series.
public final class LabelSubset {

    private final boolean keep;
    private final byte[][] names;
    private byte[] buffer = new byte[256];
    private int length;
    private int size;

    private LabelSubset(boolean keep, Collection<String> labelNames) {
        this.keep = keep;
        this.names = labelNames.stream().distinct().map(name -> name.getBytes(UTF_8)).sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
    }

    /// Only the named labels.
    public static LabelSubset only(Collection<String> names) {
        return new LabelSubset(true, names);
    }

    /// All labels but the named ones and the metric's name.
    public static LabelSubset without(Collection<String> names) {
        var all = new java.util.ArrayList<>(names);
        all.add(Labels.METRIC_NAME);
        return new LabelSubset(false, all);
    }

    /// Cuts the part out of a row's labels.
    public void cut(SeriesRow row) {
        cut(row.storedLabels(), row.hidesName());
    }

    public void cut(Labels labels) {
        cut(labels, false);
    }

    private void cut(Labels labels, boolean hideMetadata) {
        byte[] packed = labels.packed();
        if (buffer.length < packed.length) {
            buffer = new byte[Math.max(packed.length, buffer.length * 2)];
        }
        length = 0;
        size = 0;
        if (keep && names.length == 0) {
            return;
        }
        LabelCursor cursor = labels.cursor();
        int next = 0;
        int labelStart = 0;
        while (cursor.next()) {
            int labelEnd = cursor.valueOffset() + cursor.valueLength();
            int order = -1;
            while (next < names.length && (order = cursor.compareName(names[next])) > 0) {
                next++;
            }
            boolean named = next < names.length && order == 0;
            if (named == keep && !(hideMetadata && MetricNames.isMetadata(cursor))) {
                System.arraycopy(packed, labelStart, buffer, length, labelEnd - labelStart);
                length += labelEnd - labelStart;
                size++;
            }
            labelStart = labelEnd;
        }
    }

    /// The buffer with the last cut, which has [#length()] bytes.
    public byte[] buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }

    /// The last cut as a label set of its own.
    public Labels toLabels() {
        return Labels.ofPacked(Arrays.copyOf(buffer, length), size);
    }
}
