package io.hypnos.tsdb.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Reads a log from its newest checkpoint to its end, record by record, in memory of one page and one record. What is damaged is handed to a
/// [Salvage] and left out. For one thread.
public final class WalReader implements Closeable {

    private final Iterator<Path> segments;
    private final DamageListener damage;
    private final RecordOpener opener = new RecordOpener();
    private @Nullable SegmentReader current;

    private WalReader(List<Path> segments, DamageListener damage) {
        this.segments = segments.iterator();
        this.damage = damage;
    }

    /// The newest checkpoint, where there is one, and all segments after it.
    public static WalReader open(Path directory, Salvage salvage) {
        return new WalReader(files(directory, Integer.MAX_VALUE), salvage);
    }

    /// The newest checkpoint, where there is one, and the segments after it up to the one with the number `last`.
    static WalReader upTo(Path directory, int last, DamageListener damage) {
        return new WalReader(files(directory, last), damage);
    }

    private static List<Path> files(Path directory, int last) {
        var files = new ArrayList<Path>();
        Optional<Integer> checkpoint = WalFormat.newestCheckpoint(directory);
        if (checkpoint.isPresent()) {
            Path inside = WalFormat.checkpoint(directory, checkpoint.get());
            for (int number : WalFormat.segments(inside)) {
                files.add(WalFormat.segment(inside, number));
            }
        }
        int after = checkpoint.orElse(-1);
        for (int number : WalFormat.segments(directory)) {
            if (number > after && number <= last) {
                files.add(WalFormat.segment(directory, number));
            }
        }
        return files;
    }

    /// The next record; null at the end.
    ///
    /// @throws io.hypnos.series.StorageException when a record is compressed in a way that is not read here
    public @Nullable WalRecord next() throws IOException {
        while (true) {
            if (current == null) {
                if (!segments.hasNext()) {
                    return null;
                }
                current = new SegmentReader(segments.next(), damage);
            }
            if (!current.next()) {
                current.close();
                current = null;
                continue;
            }
            try {
                WalRecord record = opener.open(current.record(), current.length(), current.flags());
                if (opener.flags() != current.flags()) {
                    current.restored();
                }
                return record;
            } catch (InvalidRecordException e) {
                current.reject(e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
