package io.hypnos.promql.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// The labels that say what a metric is: its name, type and unit.
public final class MetricNames {

    public static final String TYPE = "__type__";
    public static final String UNIT = "__unit__";

    private static final byte[][] NAMES = {bytes(Labels.METRIC_NAME), bytes(TYPE), bytes(UNIT)};

    private MetricNames() {}

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// Whether the label at the cursor is one of them.
    public static boolean isMetadata(LabelCursor label) {
        // All of them begin alike and are eight bytes long.
        if (label.nameLength() != NAMES[0].length) {
            return false;
        }
        for (byte[] name : NAMES) {
            if (label.compareName(name) == 0) {
                return true;
            }
        }
        return false;
    }

    /// The labels without name, type and unit.
    public static Labels without(Labels labels) {
        byte[] packed = labels.packed();
        byte[] rest = new byte[packed.length];
        int used = 0;
        int size = 0;
        int labelStart = 0;
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            int labelEnd = cursor.valueOffset() + cursor.valueLength();
            if (!isMetadata(cursor)) {
                System.arraycopy(packed, labelStart, rest, used, labelEnd - labelStart);
                used += labelEnd - labelStart;
                size++;
            }
            labelStart = labelEnd;
        }
        return size == labels.size() ? labels : Labels.ofPacked(Arrays.copyOf(rest, used), size);
    }
}
