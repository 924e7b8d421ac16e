package io.hypnos.tsdb.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// Writes a whole log from nothing, for one thread: a checkpoint, or a log made for a test.
final class LogWriter implements Closeable {

    private static final int FLUSH_BYTES = 1 << 20;

    private final Path directory;
    private final WalOptions options;
    private final PreparedRecords records;
    private SegmentWriter segment;

    LogWriter(Path directory, WalOptions options) throws IOException {
        this.directory = directory;
        this.options = options;
        this.records = new PreparedRecords(options.compress());
        this.segment = new SegmentWriter(WalFormat.segment(directory, 0), 0, options.segmentSize());
    }

    void add(RecordBuffer body) throws IOException {
        records.add(body);
        if (records.storedBytes() >= FLUSH_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (int i = 0; i < records.count(); i++) {
            if (!segment.fits(records.length(i))) {
                complete();
                int number = segment.number() + 1;
                segment = new SegmentWriter(WalFormat.segment(directory, number), number, options.segmentSize());
            }
            segment.add(records.data(), records.start(i), records.length(i), records.flags(i), records.checksum(i));
        }
        segment.flush();
        records.clear();
    }

    private void complete() throws IOException {
        segment.pad();
        segment.sync();
        segment.close();
    }

    /// Writes the rest and forces everything to the disk.
    void finish() throws IOException {
        flush();
        segment.pad();
        segment.sync();
    }

    @Override
    public void close() throws IOException {
        segment.close();
    }
}
