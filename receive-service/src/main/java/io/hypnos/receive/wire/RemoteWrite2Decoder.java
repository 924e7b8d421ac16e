package io.hypnos.receive.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;

/// Reads `io.prometheus.write.v2.Request` (remote write 2.0):
///
///     Request    4 symbol*, 5 TimeSeries*                            the first symbol is empty
///     TimeSeries 1 label refs (name, value …), 2 Sample*, 3 Histogram*, 4 Exemplar { 1 label refs, 2 value, 3 time }*,
///                5 Metadata { 1 type, 3 help ref, 4 unit ref }
///     Sample     1 value, 2 time, 3 start time
///
/// Keys are written anew in the form of remote write 1.0, sorted, so that a series is one and the same whichever version brings it. Start
/// times are passed over: no encoding of chunks that everybody reads has room for them. Used by one thread.
public final class RemoteWrite2Decoder {

    private static final int SYMBOL = 4 << 3 | ProtoScan.DELIMITED;
    private static final int TIME_SERIES = 5 << 3 | ProtoScan.DELIMITED;
    private static final int METADATA = 5 << 3 | ProtoScan.DELIMITED;
    private static final int V2_SAMPLE = 2 << 3 | ProtoScan.DELIMITED;
    private static final int V2_HISTOGRAM = 3 << 3 | ProtoScan.DELIMITED;
    private static final int V2_EXEMPLAR = 4 << 3 | ProtoScan.DELIMITED;

    private final ProtoScan request = new ProtoScan();
    private final ProtoScan series = new ProtoScan();
    private final ProtoScan part = new ProtoScan();
    private final HistogramScan histograms = new HistogramScan();
    private final Symbols symbols = new Symbols();
    private final Map<Long, MetricMetadata> described = new HashMap<>();
    private int[] references = new int[64];
    private int referenceCount;
    private boolean referencesSound;
    private int seriesInRequest;

    /// Decodes a body that lies at the start of `into`'s bytes.
    ///
    /// @param forwards whether series may have to be sent on
    /// @throws MalformedWriteException when the body is no such request; nothing of it counts then
    public void decode(int bodyLength, boolean forwards, DecodedWrite into) {
        into.begin(bodyLength, forwards);
        readSymbols(into.bytes(), bodyLength);
        described.clear();
        seriesInRequest = 0;
        request.over(into.bytes(), 0, bodyLength);
        while (request.hasMore()) {
            int tag = request.tag();
            if (tag == TIME_SERIES) {
                int length = request.length();
                timeSeries(into, request.position, length);
                request.position += length;
                request.bytes = into.bytes();
                seriesInRequest++;
            } else {
                request.skip(tag);
            }
        }
    }

    private void readSymbols(byte[] bytes, int length) {
        symbols.clear();
        request.over(bytes, 0, length);
        while (request.hasMore()) {
            int tag = request.tag();
            if (tag == SYMBOL) {
                int symbolLength = request.length();
                symbols.add(request.position, symbolLength);
                request.position += symbolLength;
            } else {
                request.skip(tag);
            }
        }
        if (symbols.size() > 0 && symbols.length(0) != 0) {
            throw new MalformedWriteException("the first symbol is not the empty string");
        }
    }

    private void timeSeries(DecodedWrite into, int offset, int length) {
        readReferences(into.bytes(), offset, length, 1);
        SeriesFault fault = labelFault(into.bytes());
        if (fault == null && !hasSamples(into.bytes(), offset, length)) {
            fault = SeriesFault.NO_SAMPLES;
        }
        if (fault != null) {
            into.faults().note(fault, "#" + seriesInRequest);
            return;
        }
        int key = into.length();
        writeKey(into);
        int keyLength = into.length() - key;
        into.addSeries(key, keyLength, into.length(), 0);
        int tail = into.length();
        series.over(into.bytes(), offset, length);
        while (series.hasMore()) {
            value(into, series.tag(), key, keyLength);
            series.bytes = into.bytes();
        }
        into.replaceTail(tail, into.length() - tail);
    }

    /// Collects the numbers of a repeated field, packed or not.
    private void readReferences(byte[] bytes, int offset, int length, int field) {
        referenceCount = 0;
        referencesSound = true;
        part.over(bytes, offset, length);
        while (part.hasMore()) {
            int tag = part.tag();
            if (tag == (field << 3 | ProtoScan.DELIMITED)) {
                int packed = part.length();
                int limit = part.end;
                part.end = part.position + packed;
                while (part.hasMore()) {
                    addReference(part.varint());
                }
                part.end = limit;
            } else if (tag == (field << 3 | ProtoScan.VARINT)) {
                addReference(part.varint());
            } else {
                part.skip(tag);
            }
        }
        referencesSound &= referenceCount % 2 == 0;
    }

    private void addReference(long reference) {
        if (!symbols.has(reference)) {
            referencesSound = false;
            return;
        }
        if (referenceCount == references.length) {
            references = Arrays.copyOf(references, referenceCount * 2);
        }
        references[referenceCount++] = (int) reference;
    }

    /// Sorts the references by the names of their labels where they are not, and says what is wrong with them.
    private @Nullable SeriesFault labelFault(byte[] bytes) {
        if (!referencesSound) {
            return SeriesFault.BAD_REFERENCE;
        }
        if (referenceCount > 2 * SeriesFault.MAX_LABELS) {
            return SeriesFault.TOO_MANY_LABELS;
        }
        for (int i = 2; i < referenceCount; i += 2) {
            for (int j = i; j > 0; j -= 2) {
                int order = symbols.compare(bytes, references[j - 2], references[j]);
                if (order == 0) {
                    return SeriesFault.DUPLICATE_LABEL;
                }
                if (order < 0) {
                    break;
                }
                swap(j - 2, j);
                swap(j - 1, j + 1);
            }
        }
        return referenceCount > 0 && symbols.length(references[0]) == 0 ? SeriesFault.EMPTY_LABEL_NAME : null;
    }

    private void swap(int i, int j) {
        int reference = references[i];
        references[i] = references[j];
        references[j] = reference;
    }

    private boolean hasSamples(byte[] bytes, int offset, int length) {
        series.over(bytes, offset, length);
        while (series.hasMore()) {
            int tag = series.tag();
            if (tag == V2_SAMPLE || tag == V2_HISTOGRAM) {
                return true;
            }
            series.skip(tag);
        }
        return false;
    }

    private void writeKey(DecodedWrite into) {
        for (int i = 0; i < referenceCount; i += 2) {
            if (symbols.length(references[i + 1]) > 0) {
                writeLabel(into, references[i], references[i + 1]);
            }
        }
    }

    private void writeLabel(DecodedWrite into, int name, int value) {
        int nameLength = symbols.length(name);
        int valueLength = symbols.length(value);
        int size = 2 + DecodedWrite.varintSize(nameLength) + nameLength + DecodedWrite.varintSize(valueLength)
                + valueLength;
        into.appendTag(RemoteWrite1Decoder.LABEL, size);
        into.appendTag(1 << 3 | ProtoScan.DELIMITED, nameLength);
        into.append(into.bytes(), symbols.offset(name), nameLength);
        into.appendTag(2 << 3 | ProtoScan.DELIMITED, valueLength);
        into.append(into.bytes(), symbols.offset(value), valueLength);
    }

    private void value(DecodedWrite into, int tag, int keyOffset, int keyLength) {
        switch (tag) {
            case V2_SAMPLE -> {
                int length = series.length();
                sample(into, series.position, length);
                copyTail(into, RemoteWrite1Decoder.SAMPLE, series.position, length);
                series.position += length;
            }
            case V2_HISTOGRAM -> {
                int length = series.length();
                Histogram histogram = histograms.read(into.bytes(), series.position, length);
                if (histogram == null) {
                    into.faults().note(SeriesFault.INVALID_HISTOGRAM,
                            SeriesLabels.show(into.bytes(), keyOffset, keyLength));
                } else {
                    into.batch().addHistogram(histograms.time(), histogram);
                    copyTail(into, RemoteWrite1Decoder.HISTOGRAM, series.position, length);
                }
                series.position += length;
            }
            case V2_EXEMPLAR -> {
                int length = series.length();
                exemplar(into, series.position, length);
                series.position += length;
            }
            case METADATA -> {
                int length = series.length();
                metadata(into, series.position, length);
                series.position += length;
            }
            default -> series.skip(tag);
        }
    }

    private static void copyTail(DecodedWrite into, int tag, int offset, int length) {
        if (into.keepsTails()) {
            into.appendTag(tag, length);
            into.append(into.bytes(), offset, length);
        }
    }

    private void sample(DecodedWrite into, int offset, int length) {
        part.over(into.bytes(), offset, length);
        double value = 0;
        long time = 0;
        while (part.hasMore()) {
            int tag = part.tag();
            switch (tag) {
                case 1 << 3 | ProtoScan.FIXED64 -> value = part.fixed64();
                case 2 << 3 | ProtoScan.VARINT -> time = part.varint();
                default -> part.skip(tag);
            }
        }
        into.batch().addSample(time, value);
    }

    /// One whose labels cannot be read is left out: exemplars are never a reason to refuse anything.
    private void exemplar(DecodedWrite into, int offset, int length) {
        double value = 0;
        long time = 0;
        part.over(into.bytes(), offset, length);
        while (part.hasMore()) {
            int tag = part.tag();
            switch (tag) {
                case 2 << 3 | ProtoScan.FIXED64 -> value = part.fixed64();
                case 3 << 3 | ProtoScan.VARINT -> time = part.varint();
                default -> part.skip(tag);
            }
        }
        readReferences(into.bytes(), offset, length, 1);
        if (labelFault(into.bytes()) != null) {
            return;
        }
        var labels = new LabelsBuilder();
        for (int i = 0; i < referenceCount; i += 2) {
            labels.set(symbols.text(into.bytes(), references[i]), symbols.text(into.bytes(), references[i + 1]));
        }
        into.batch().addExemplar(new Exemplar(labels.build(), time, value));
        if (into.keepsTails()) {
            writeExemplar(into, time, value);
        }
    }

    private void writeExemplar(DecodedWrite into, long time, double value) {
        int size = 9 + 1 + DecodedWrite.varintSize(time);
        for (int i = 0; i < referenceCount; i += 2) {
            int name = symbols.length(references[i]);
            int text = symbols.length(references[i + 1]);
            int label = 2 + DecodedWrite.varintSize(name) + name + DecodedWrite.varintSize(text) + text;
            size += text == 0 ? 0 : 1 + DecodedWrite.varintSize(label) + label;
        }
        into.appendTag(RemoteWrite1Decoder.EXEMPLAR, size);
        writeKey(into);
        into.appendByte(2 << 3 | ProtoScan.FIXED64);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            into.appendByte((int) (bits >>> shift));
        }
        into.appendByte(3 << 3 | ProtoScan.VARINT);
        into.appendVarint(time);
    }

    private void metadata(DecodedWrite into, int offset, int length) {
        long type = 0;
        long help = 0;
        long unit = 0;
        part.over(into.bytes(), offset, length);
        while (part.hasMore()) {
            int tag = part.tag();
            switch (tag) {
                case 1 << 3 | ProtoScan.VARINT -> type = part.varint();
                case 3 << 3 | ProtoScan.VARINT -> help = part.varint();
                case 4 << 3 | ProtoScan.VARINT -> unit = part.varint();
                default -> part.skip(tag);
            }
        }
        if (type <= 0 && help == 0 && unit == 0 || type > 0xFF || !symbols.has(help) || !symbols.has(unit)) {
            return;
        }
        byte[] bytes = into.bytes();
        int kind = (int) type;
        int helpText = (int) help;
        int unitText = (int) unit;
        into.batch().setMetadata(described.computeIfAbsent((long) kind << 56 ^ help << 28 ^ unit,
                key -> new MetricMetadata(MetricMetadata.Type.of(kind), symbols.text(bytes, unitText),
                        symbols.text(bytes, helpText))));
    }
}
