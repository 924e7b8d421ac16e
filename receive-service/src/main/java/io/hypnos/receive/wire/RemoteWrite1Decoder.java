package io.hypnos.receive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.WriteBatch;

/// Reads `prometheus.WriteRequest` (remote write 1.0):
///
///     WriteRequest   1 TimeSeries*, 3 MetricMetadata*
///     TimeSeries     1 Label*, 2 Sample { 1 value, 2 time }*, 3 Exemplar { 1 Label*, 2 value, 3 time }*, 4 Histogram*
///     MetricMetadata 1 type, 2 name, 4 help, 5 unit
///
/// Senders write the labels of a series first and together, so its key is a slice of the body as it is; where one does not, key and tail are
/// put together anew behind the body. Used by one thread.
public final class RemoteWrite1Decoder {

    private static final int TIME_SERIES = 1 << 3 | ProtoScan.DELIMITED;
    private static final int METADATA = 3 << 3 | ProtoScan.DELIMITED;
    static final int LABEL = 1 << 3 | ProtoScan.DELIMITED;
    static final int SAMPLE = 2 << 3 | ProtoScan.DELIMITED;
    static final int EXEMPLAR = 3 << 3 | ProtoScan.DELIMITED;
    static final int HISTOGRAM = 4 << 3 | ProtoScan.DELIMITED;

    private final ProtoScan request = new ProtoScan();
    private final ProtoScan series = new ProtoScan();
    private final ProtoScan sample = new ProtoScan();
    private final HistogramScan histograms = new HistogramScan();
    private final LabelKey labels = new LabelKey();

    /// Decodes a body that lies at the start of `into`'s bytes.
    ///
    /// @param forwards whether series may have to be sent on
    /// @throws MalformedWriteException when the body is no such request; nothing of it counts then
    public void decode(int bodyLength, boolean forwards, DecodedWrite into) {
        into.begin(bodyLength, forwards);
        request.over(into.bytes(), 0, bodyLength);
        while (request.hasMore()) {
            int tag = request.tag();
            switch (tag) {
                case TIME_SERIES -> {
                    int length = request.length();
                    timeSeries(into, request.position, length);
                    request.position += length;
                    request.bytes = into.bytes();
                }
                case METADATA -> {
                    int length = request.length();
                    metadata(into.batch(), request.bytes, request.position, length);
                    request.position += length;
                }
                default -> request.skip(tag);
            }
        }
    }

    /// Decodes the TimeSeries messages of a `thanos.TimeSeriesTenantTuple` or of the single-tenant form: fields 1 of a message that lies in
    /// `into`'s bytes at `offset`. The body's length is what [DecodedWrite#length()] says.
    void decodeSeries(int offset, int length, DecodedWrite into) {
        timeSeries(into, offset, length);
    }

    private void timeSeries(DecodedWrite into, int offset, int length) {
        series.over(into.bytes(), offset, length);
        while (series.hasMore() && series.bytes[series.position] == LABEL) {
            series.position++;
            int labelLength = series.length();
            series.position += labelLength;
        }
        int keyOffset = offset;
        int tailOffset = series.position;
        int end = offset + length;
        if (hasLabelBehind()) {
            keyOffset = into.length();
            copyFields(into, offset, length, true);
            tailOffset = into.length();
            copyFields(into, offset, length, false);
            end = into.length();
        }
        into.addSeries(keyOffset, tailOffset - keyOffset, tailOffset, end - tailOffset);
        series.over(into.bytes(), tailOffset, end - tailOffset);
        boolean sound = true;
        while (series.hasMore()) {
            sound &= value(into, series.tag(), keyOffset, tailOffset - keyOffset);
        }
        if (!sound && into.keepsTails()) {
            dropBrokenHistograms(into, tailOffset, end - tailOffset);
        }
    }

    private boolean hasLabelBehind() {
        int start = series.position;
        boolean found = false;
        while (series.hasMore()) {
            int tag = series.tag();
            found |= tag == LABEL;
            series.skip(tag);
        }
        series.position = start;
        return found;
    }

    /// Takes one field of a tail into the batch; false for a histogram that cannot be stored.
    private boolean value(DecodedWrite into, int tag, int keyOffset, int keyLength) {
        WriteBatch batch = into.batch();
        switch (tag) {
            case SAMPLE -> {
                int length = series.length();
                sample(batch, series.bytes, series.position, length);
                series.position += length;
            }
            case HISTOGRAM -> {
                int length = series.length();
                Histogram histogram = histograms.read(series.bytes, series.position, length);
                series.position += length;
                if (histogram == null) {
                    into.faults().note(SeriesFault.INVALID_HISTOGRAM,
                            SeriesLabels.show(series.bytes, keyOffset, keyLength));
                    return false;
                }
                batch.addHistogram(histograms.time(), histogram);
            }
            case EXEMPLAR -> {
                int length = series.length();
                Exemplar exemplar = exemplar(series.bytes, series.position, length);
                if (exemplar != null) {
                    batch.addExemplar(exemplar);
                }
                series.position += length;
            }
            default -> series.skip(tag);
        }
        return true;
    }

    /// What is sent on must not be refused again elsewhere.
    private void dropBrokenHistograms(DecodedWrite into, int offset, int length) {
        int tail = into.length();
        series.over(into.bytes(), offset, length);
        while (series.hasMore()) {
            int start = series.position;
            int tag = series.tag();
            boolean keep = true;
            if (tag == HISTOGRAM) {
                int size = series.length();
                keep = histograms.read(series.bytes, series.position, size) != null;
                series.position += size;
            } else {
                series.skip(tag);
            }
            if (keep) {
                into.append(series.bytes, start, series.position - start);
                series.bytes = into.bytes();
            }
        }
        into.replaceTail(tail, into.length() - tail);
    }

    private void sample(WriteBatch batch, byte[] bytes, int offset, int length) {
        sample.over(bytes, offset, length);
        double value = 0;
        long time = 0;
        while (sample.hasMore()) {
            int tag = sample.tag();
            switch (tag) {
                case 1 << 3 | ProtoScan.FIXED64 -> value = sample.fixed64();
                case 2 << 3 | ProtoScan.VARINT -> time = sample.varint();
                default -> sample.skip(tag);
            }
        }
        batch.addSample(time, value);
    }

    /// Null for one whose labels cannot be read: exemplars are never a reason to refuse anything.
    private @Nullable Exemplar exemplar(byte[] bytes, int offset, int length) {
        var builder = new LabelsBuilder();
        double value = 0;
        long time = 0;
        sample.over(bytes, offset, length);
        while (sample.hasMore()) {
            int tag = sample.tag();
            switch (tag) {
                case LABEL -> {
                    int start = sample.position - 1;
                    int labelLength = sample.length();
                    sample.position += labelLength;
                    labels.over(bytes, start, sample.position - start);
                    if (!labels.next() || labels.nameLength() == 0) {
                        return null;
                    }
                    builder.set(text(bytes, labels.nameOffset(), labels.nameLength()),
                            text(bytes, labels.valueOffset(), labels.valueLength()));
                }
                case 2 << 3 | ProtoScan.FIXED64 -> value = sample.fixed64();
                case 3 << 3 | ProtoScan.VARINT -> time = sample.varint();
                default -> sample.skip(tag);
            }
        }
        Labels set = builder.build();
        return new Exemplar(set, time, value);
    }

    private void metadata(WriteBatch batch, byte[] bytes, int offset, int length) {
        sample.over(bytes, offset, length);
        long type = 0;
        String name = "";
        String help = "";
        String unit = "";
        while (sample.hasMore()) {
            int tag = sample.tag();
            switch (tag) {
                case 1 << 3 | ProtoScan.VARINT -> type = sample.varint();
                case 2 << 3 | ProtoScan.DELIMITED -> name = text();
                case 4 << 3 | ProtoScan.DELIMITED -> help = text();
                case 5 << 3 | ProtoScan.DELIMITED -> unit = text();
                default -> sample.skip(tag);
            }
        }
        if (!name.isEmpty()) {
            batch.addMetricMetadata(name, new MetricMetadata(MetricMetadata.Type.of((int) type), unit, help));
        }
    }

    private String text() {
        int length = sample.length();
        String text = text(sample.bytes, sample.position, length);
        sample.position += length;
        return text;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, UTF_8);
    }

    /// Puts the labels of a series together, or all but its labels, where a sender has mixed them.
    private void copyFields(DecodedWrite into, int offset, int length, boolean labelsWanted) {
        series.over(into.bytes(), offset, length);
        while (series.hasMore()) {
            int start = series.position;
            int tag = series.tag();
            series.skip(tag);
            if (tag == LABEL == labelsWanted) {
                into.append(into.bytes(), start, series.position - start);
                series.bytes = into.bytes();
            }
        }
    }
}
