package io.hypnos.allinone.bench.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.allinone.bench.model.HistogramValues;
import io.hypnos.allinone.bench.model.TargetLayout.Member;
import io.hypnos.allinone.bench.model.ValueKind;

/// Encodes a remote-write request of one sample per series, all samples zero, and knows where in it each sample stands.
///
/// The sample of a float series is this hole of 15 bytes; the timestamp's varint has 6 bytes from the year 2004 to 2109:
///
///     value double LE (8) · tag 0x10 (1) · timestamp varint (6)
///
/// The sample of a native histogram is the tail of its message, with varints padded to a fixed width so that any number fits:
///
///     count varint (5) · tag 0x19 (1) · sum double LE (8) · tag 0x30 (1) · zero count varint (5) ·
///     tag 0x62 (1) · length (1) · 40 bucket deltas zigzag varint (3 each) · tag 0x78 (1) · timestamp varint (6)
final class BodyEncoder {

    static final int TIMESTAMP_WIDTH = 6;
    static final int COUNT_WIDTH = 5;
    static final int DELTA_WIDTH = 3;

    /// Offsets in the hole of a float.
    static final int FLOAT_TIMESTAMP = 9;
    static final int FLOAT_HOLE = FLOAT_TIMESTAMP + TIMESTAMP_WIDTH;

    /// Offsets in the hole of a histogram.
    static final int HISTOGRAM_SUM = COUNT_WIDTH + 1;
    static final int HISTOGRAM_ZERO_COUNT = HISTOGRAM_SUM + 8 + 1;
    static final int HISTOGRAM_DELTAS = HISTOGRAM_ZERO_COUNT + COUNT_WIDTH + 2;
    static final int HISTOGRAM_TIMESTAMP = HISTOGRAM_DELTAS + HistogramValues.BUCKETS * DELTA_WIDTH + 1;
    static final int HISTOGRAM_HOLE = HISTOGRAM_TIMESTAMP + TIMESTAMP_WIDTH;

    private static final int TYPE_COUNTER = 1;
    private static final int TYPE_GAUGE = 2;
    private static final int TYPE_HISTOGRAM = 3;

    /// A request before compression.
    ///
    /// @param bytes the whole of it
    /// @param holes where each series' sample stands
    record Body(byte[] bytes, int[] holes) {}

    private final Protocol protocol;
    private final ProtoWriter request = new ProtoWriter(1 << 20);
    private final ProtoWriter series = new ProtoWriter(1024);
    private final ProtoWriter part = new ProtoWriter(512);
    private final ProtoWriter nested = new ProtoWriter(256);

    BodyEncoder(Protocol protocol) {
        this.protocol = protocol;
    }

    Body encode(List<SeriesEntry> entries) {
        request.clear();
        int[] holes = new int[entries.size()];
        Map<String, Integer> symbols = protocol == Protocol.V2 ? symbols(entries) : Map.of();
        symbols.keySet().forEach(symbol -> request.textField(4, symbol));
        for (int i = 0; i < holes.length; i++) {
            SeriesEntry entry = entries.get(i);
            series.clear();
            writeLabels(entry, symbols);
            int hole = entry.member().kind() == ValueKind.HISTOGRAM ? writeHistogram() : writeFloat();
            writeMetadata(entry, symbols);
            int content = request.messageField(protocol == Protocol.V2 ? 5 : 1, series);
            holes[i] = content + hole;
        }
        return new Body(request.toArray(), holes);
    }

    private static Map<String, Integer> symbols(List<SeriesEntry> entries) {
        var symbols = new LinkedHashMap<String, Integer>();
        symbols.put("", 0);
        for (SeriesEntry entry : entries) {
            entry.labels().forEach((name, value) -> {
                symbols.putIfAbsent(name, symbols.size());
                symbols.putIfAbsent(value, symbols.size());
            });
            symbols.putIfAbsent(help(entry.member()), symbols.size());
        }
        return symbols;
    }

    private void writeLabels(SeriesEntry entry, Map<String, Integer> symbols) {
        var sorted = new TreeMap<>(entry.labels());
        if (protocol == Protocol.V2) {
            part.clear();
            sorted.forEach((name, value) -> {
                part.varint(index(symbols, name));
                part.varint(index(symbols, value));
            });
            series.messageField(1, part);
            return;
        }
        sorted.forEach((name, value) -> {
            part.clear();
            part.textField(1, name);
            part.textField(2, value);
            series.messageField(1, part);
        });
    }

    /// Returns where in the series the hole begins.
    private int writeFloat() {
        part.clear();
        part.doubleField(1, 0);
        part.paddedVarintField(2, TIMESTAMP_WIDTH);
        series.messageField(2, part);
        return series.size() - FLOAT_HOLE;
    }

    /// Returns where in the series the hole begins.
    private int writeHistogram() {
        part.clear();
        part.signedField(4, HistogramValues.SCHEMA);
        part.doubleField(5, HistogramValues.ZERO_THRESHOLD);
        nested.clear();
        nested.signedField(1, HistogramValues.FIRST_BUCKET);
        nested.varintField(2, HistogramValues.BUCKETS);
        part.messageField(11, nested);
        part.paddedVarintField(1, COUNT_WIDTH);
        part.doubleField(3, 0);
        part.paddedVarintField(6, COUNT_WIDTH);
        nested.clear();
        for (int i = 0; i < HistogramValues.BUCKETS; i++) {
            nested.paddedVarint(DELTA_WIDTH);
        }
        part.messageField(12, nested);
        part.paddedVarintField(15, TIMESTAMP_WIDTH);
        series.messageField(protocol == Protocol.V2 ? 3 : 4, part);
        return series.size() - HISTOGRAM_HOLE;
    }

    private void writeMetadata(SeriesEntry entry, Map<String, Integer> symbols) {
        if (protocol == Protocol.V1) {
            return;
        }
        Member member = entry.member();
        part.clear();
        part.varintField(1, member.isHistogramPart() ? TYPE_HISTOGRAM : switch (member.kind()) {
            case COUNTER -> TYPE_COUNTER;
            case HISTOGRAM, BUCKET, SUM -> TYPE_HISTOGRAM;
            case CONSTANT, GAUGE, NOISE -> TYPE_GAUGE;
        });
        part.varintField(3, index(symbols, help(member)));
        series.messageField(5, part);
    }

    private static int index(Map<String, Integer> symbols, String symbol) {
        Integer index = symbols.get(symbol);
        if (index == null) {
            throw new IllegalStateException("not in the table of symbols: " + symbol);
        }
        return index;
    }

    private static String help(Member member) {
        return "Made by hypnos bench: " + member.familyName().replace('_', ' ') + ".";
    }
}
