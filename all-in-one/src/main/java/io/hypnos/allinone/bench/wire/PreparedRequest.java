package io.hypnos.allinone.bench.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

import io.hypnos.allinone.bench.model.HistogramValues;

/// A remote-write request that was encoded once and goes out many times: only its samples are set anew each time. Not safe for use by several threads.
public final class PreparedRequest {

    private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final RequestHead head;
    private final byte[] bytes;
    private final int[] holes;

    private PreparedRequest(RequestHead head, BodyEncoder.Body body) {
        this.head = head;
        bytes = body.bytes();
        holes = body.holes();
    }

    /// Encodes requests of one protocol version. Reuses its buffers; not safe for use by several threads.
    public static final class Factory {
        private final BodyEncoder encoder;

        public Factory(Protocol protocol) {
            encoder = new BodyEncoder(protocol);
        }

        public PreparedRequest prepare(RequestHead head, List<SeriesEntry> series) {
            return new PreparedRequest(head, encoder.encode(series));
        }
    }

    RequestHead head() {
        return head;
    }

    /// The body before compression. Lent: changes when a sample is set.
    byte[] body() {
        return bytes;
    }

    /// Bytes of the body before compression.
    public int plainLength() {
        return bytes.length;
    }

    /// Number of series, and of samples.
    public int size() {
        return holes.length;
    }

    /// A timestamp (ms) as its six bytes on the wire, to be written many times.
    public static long timestampVarint(long millis) {
        if (millis < 1L << 35 || millis >= 1L << 42) {
            throw new IllegalArgumentException("timestamp " + millis + " is not between the years 1971 and 2109");
        }
        return varint(millis, BodyEncoder.TIMESTAMP_WIDTH);
    }

    /// Sets the sample of a float series.
    ///
    /// @param timestamp see [#timestampVarint]
    public void setFloat(int series, long timestamp, double value) {
        int at = holes[series];
        DOUBLE.set(bytes, at, value);
        setTimestamp(at + BodyEncoder.FLOAT_TIMESTAMP, timestamp);
    }

    /// Sets the sample of a native histogram.
    ///
    /// @param timestamp see [#timestampVarint]
    public void setHistogram(int series, long timestamp, HistogramValues values) {
        int at = holes[series];
        setVarint(at, varint(values.count(), BodyEncoder.COUNT_WIDTH), BodyEncoder.COUNT_WIDTH);
        DOUBLE.set(bytes, at + BodyEncoder.HISTOGRAM_SUM, values.sum());
        setVarint(at + BodyEncoder.HISTOGRAM_ZERO_COUNT, varint(values.zeroCount(), BodyEncoder.COUNT_WIDTH),
                BodyEncoder.COUNT_WIDTH);
        long previous = 0;
        for (int b = 0; b < HistogramValues.BUCKETS; b++) {
            long delta = values.count(b) - previous;
            previous = values.count(b);
            setVarint(at + BodyEncoder.HISTOGRAM_DELTAS + b * BodyEncoder.DELTA_WIDTH,
                    varint(delta << 1 ^ delta >> 63, BodyEncoder.DELTA_WIDTH), BodyEncoder.DELTA_WIDTH);
        }
        setTimestamp(at + BodyEncoder.HISTOGRAM_TIMESTAMP, timestamp);
    }

    private void setTimestamp(int at, long varint) {
        INT.set(bytes, at, (int) varint);
        SHORT.set(bytes, at + 4, (short) (varint >>> 32));
    }

    private void setVarint(int at, long varint, int width) {
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (varint >>> 8 * i);
        }
    }

    /// A varint of fixed width as the low bytes of a number, first byte lowest.
    private static long varint(long value, int width) {
        long varint = 0;
        for (int i = 0; i < width; i++) {
            long more = i < width - 1 ? 0x80 : 0;
            varint |= (value >>> 7 * i & 0x7F | more) << 8 * i;
        }
        if (value >>> 7 * width != 0) {
            throw new IllegalArgumentException(value + " does not fit a varint of " + width + " bytes");
        }
        return varint;
    }
}
