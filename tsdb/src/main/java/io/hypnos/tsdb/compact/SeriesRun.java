package io.hypnos.tsdb.compact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.SeriesReader;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.FileSource;
import io.hypnos.tsdb.io.SourceReader;

/// Series of one input that were sorted anew, in a file of their own: labels and references; where the chunks are is read from the index.
final class SeriesRun implements SeriesStream, Closeable {

    private static final int BUFFER = 1 << 16;

    private final CompactionInput input;
    private final RecordWindow records;
    private final FileSource file;
    private final SourceReader reader;
    private final SeriesReader index;
    private SeriesEntry entry = new SeriesEntry();
    private int[] labels = new int[64];
    private int length;
    private int ref;

    private SeriesRun(CompactionInput input, FileSource file) {
        this.input = input;
        this.records = input.scatteredRecords();
        this.file = file;
        this.reader = new SourceReader(file, 0, file.size(), BUFFER);
        this.index = input.index().seriesReader();
    }

    /// Writes sorted series to a new file and opens it.
    static SeriesRun write(CompactionInput input, SeriesBuffer sorted, Path path) throws IOException {
        try (var out = ChecksumWriter.create(path, BUFFER)) {
            for (int i = 0; i < sorted.size(); i++) {
                out.uvarint(Integer.toUnsignedLong(sorted.ref(i)));
                out.uvarint(sorted.length(i));
                for (int l = 0; l < sorted.length(i); l++) {
                    out.uvarint(sorted.rank(i, l));
                }
            }
            out.flush();
        }
        return new SeriesRun(input, FileSource.open(path));
    }

    @Override
    public boolean next() {
        if (reader.remaining() == 0) {
            return false;
        }
        ref = (int) reader.uvarint();
        length = (int) reader.uvarint();
        if (length > labels.length) {
            labels = new int[2 * length];
        }
        for (int i = 0; i < length; i++) {
            labels[i] = (int) reader.uvarint();
        }
        entry = index.read(ref);
        return true;
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
        return ref;
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

    @Override
    public void close() {
        file.close();
    }
}
