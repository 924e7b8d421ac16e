package io.hypnos.tsdb.compact;

import java.util.Arrays;

import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.SeriesReader;

/// The series of one input as they stand in its index, checked for order.
final class IndexStream implements SeriesStream {

    private final CompactionInput input;
    private final RecordWindow records;
    private final SymbolMap symbols;
    private final Findings findings;
    private final Postings all;
    private final SeriesReader reader;
    private SeriesEntry entry = new SeriesEntry();
    private int position = -1;
    private int[] labels = new int[64];
    private int length;
    private int[] previous = new int[64];
    private int previousLength = -1;

    IndexStream(CompactionInput input, SymbolMap symbols, Findings findings) {
        this.input = input;
        this.records = input.sequentialRecords();
        this.symbols = symbols;
        this.findings = findings;
        this.all = input.index().all();
        this.reader = input.index().sequentialSeriesReader();
    }

    @Override
    public boolean next() {
        if (++position >= all.size()) {
            position = all.size();
            return false;
        }
        swap();
        entry = reader.read(all.get(position));
        length = 2 * entry.labelCount();
        if (length > labels.length) {
            labels = new int[2 * length];
        }
        int[] refs = entry.labels();
        for (int i = 0; i < length; i++) {
            labels[i] = symbols.rank(refs[i]);
        }
        checkLabels();
        checkOrder();
        return true;
    }

    private void swap() {
        if (position > 0) {
            int[] spare = previous;
            previous = labels;
            labels = spare;
            previousLength = length;
        }
    }

    private void checkLabels() {
        if (length == 0) {
            findings.add(FindingKind.SERIES_WITHOUT_LABELS, input.ulid(), "series " + Integer.toUnsignedString(ref()));
        }
        for (int i = 2; i < length; i += 2) {
            if (labels[i] <= labels[i - 2]) {
                findings.add(FindingKind.OUT_OF_ORDER_LABELS, input.ulid(), "series " + reader.labels());
            }
        }
    }

    private void checkOrder() {
        if (previousLength < 0) {
            return;
        }
        int order = Arrays.compare(previous, 0, previousLength, labels, 0, length);
        if (order == 0) {
            findings.add(FindingKind.DUPLICATE_SERIES, input.ulid(), "series " + reader.labels());
        } else if (order > 0) {
            findings.add(FindingKind.OUT_OF_ORDER_SERIES, input.ulid(), "series " + reader.labels());
        }
    }

    @Override
    public int[] labels() {
        return labels;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int ref() {
        return all.get(position);
    }

    @Override
    public SeriesEntry chunks() {
        return entry;
    }

    @Override
    public RecordWindow records() {
        return records;
    }

    @Override
    public CompactionInput input() {
        return input;
    }
}
