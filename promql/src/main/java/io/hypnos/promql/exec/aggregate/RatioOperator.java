package io.hypnos.promql.exec.aggregate;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.XxHash64;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// `limit_ratio`: a part of all series. A series' place in 0..1 is a hash of its labels; a ratio takes the places below it, a negative one
/// those from 1 + ratio on, so that `r` and `r - 1` complement each other.
final class RatioOperator implements VectorOperator {

    private static final double HASHES = 0x1p64;

    private final QueryRun run;
    private final VectorOperator input;
    private final Parameter parameter;
    private final int steps;
    private final Origin origin;
    private byte[] buffer = new byte[256];
    private @Nullable Boolean wanted;

    RatioOperator(QueryRun run, VectorOperator input, Parameter parameter, int steps, Origin origin) {
        this.run = run;
        this.input = input;
        this.parameter = parameter;
        this.steps = steps;
        this.origin = origin;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (wanted == null) {
            wanted = parameter.isRatio(run.remarks(), origin);
        }
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (wanted && pick(row)) {
                return row;
            }
        }
        return null;
    }

    private boolean pick(SeriesRow row) {
        double place = place(row.labels());
        boolean picked = false;
        for (int step = 0; step < steps; step++) {
            double ratio = Math.clamp(parameter.at(step), -1, 1);
            boolean inside = ratio >= 0 ? place < ratio : place >= 1 + ratio;
            if (!inside) {
                row.remove(step);
            } else if (row.isPresent(step)) {
                picked = true;
            }
        }
        return picked;
    }

    private double place(Labels labels) {
        int length = encode(labels);
        long hash = XxHash64.hash(buffer, 0, length);
        double unsigned = hash >= 0 ? (double) hash : (double) (hash >>> 1 | hash & 1) * 2;
        return unsigned / HASHES;
    }

    /// The labels as Prometheus lays them out for its hash: each text with its length before it, in one byte up to 254, else as 255 and three
    /// bytes, little-endian.
    private int encode(Labels labels) {
        int most = labels.packed().length + 8 * labels.size();
        if (buffer.length < most) {
            buffer = new byte[most];
        }
        int at = 0;
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            at = encode(labels.packed(), cursor.nameOffset(), cursor.nameLength(), at);
            at = encode(labels.packed(), cursor.valueOffset(), cursor.valueLength(), at);
        }
        return at;
    }

    private int encode(byte[] packed, int offset, int length, int to) {
        int at = to;
        if (length < 255) {
            buffer[at++] = (byte) length;
        } else {
            buffer[at++] = (byte) 255;
            buffer[at++] = (byte) length;
            buffer[at++] = (byte) (length >>> 8);
            buffer[at++] = (byte) (length >>> 16);
        }
        System.arraycopy(packed, offset, buffer, at, length);
        return at + length;
    }

    @Override
    public void close() {
        input.close();
    }
}
