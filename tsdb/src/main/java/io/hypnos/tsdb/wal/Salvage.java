package io.hypnos.tsdb.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// What becomes of the damage that is met while a log is read: the bytes are copied into a directory for quarantine, counted and logged, and
/// [#repair()] then rewrites the segments concerned without them, so that neither the next start nor another program stumbles over them again.
/// A record that has a wrong bit and could be restored is rewritten in its right form; what a dying process left half written is cut off.
/// Nothing intact is ever removed, and nothing is overwritten in place.
///
/// Quarantined bytes are in files named `<log>-<segment>-<offset>.bad`.
public final class Salvage implements DamageListener {

    private static final Logger log = LoggerFactory.getLogger(Salvage.class);

    private final Path quarantine;
    private final WalMetrics metrics;
    private final StepListener steps;
    private final Set<Path> toRewrite = new TreeSet<>();
    private final TreeMap<Path, Long> toCut = new TreeMap<>();

    /// @param quarantine the directory for damaged bytes, created when it is needed
    public Salvage(Path quarantine, WalMetrics metrics, StepListener steps) {
        this.quarantine = quarantine;
        this.metrics = metrics;
        this.steps = steps;
    }

    @Override
    public void damaged(Path segment, long from, long to, String reason) {
        metrics.damaged.increment();
        metrics.damagedBytes.add(to - from);
        toRewrite.add(segment);
        Path kept = keep(segment, from, to);
        log.atError().setMessage("Damaged part of a log set aside").addKeyValue("segment", segment)
                .addKeyValue("offset", from).addKeyValue("bytes", to - from).addKeyValue("reason", reason)
                .addKeyValue("kept", kept).log();
    }

    @Override
    public void torn(Path segment, long from) {
        metrics.tornTails.increment();
        toCut.put(segment, from);
        log.atWarn().setMessage("Record at the end of a log segment was never completed; it was not acknowledged")
                .addKeyValue("segment", segment).addKeyValue("offset", from).log();
    }

    @Override
    public void healed(Path segment, long at) {
        metrics.healed.increment();
        toRewrite.add(segment);
        log.atWarn().setMessage("Record with a wrong bit restored").addKeyValue("segment", segment)
                .addKeyValue("offset", at).log();
    }

    private Path keep(Path segment, long from, long to) {
        Path parent = segment.getParent();
        String logName = parent == null ? "log" : parent.getFileName().toString();
        Path kept = quarantine.resolve(logName + "-" + segment.getFileName() + "-" + from + ".bad");
        try {
            Files.createDirectories(quarantine);
            try (FileChannel in = FileChannel.open(segment, StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(kept, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (long at = from; at < to;) {
                    long moved = in.transferTo(at, to - at, out);
                    if (moved <= 0) {
                        break;
                    }
                    at += moved;
                }
                out.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("damaged bytes could not be kept in " + kept, e);
        }
        return kept;
    }

    /// Rewrites every segment that had damage. Must not be called while they are written.
    public void repair() throws IOException {
        for (Path segment : toRewrite) {
            rewrite(segment);
            toCut.remove(segment);
        }
        toRewrite.clear();
        for (var cut : toCut.entrySet()) {
            try (FileChannel channel = FileChannel.open(cut.getKey(), StandardOpenOption.WRITE)) {
                channel.truncate(cut.getValue());
                channel.force(true);
            }
        }
        toCut.clear();
    }

    private void rewrite(Path segment) throws IOException {
        Path repaired = segment.resolveSibling(segment.getFileName() + ".repair");
        Files.deleteIfExists(repaired);
        try (SegmentReader reader = new SegmentReader(segment, DamageListener.NONE)) {
            var writer = new SegmentWriter(repaired, 0, Integer.MAX_VALUE / WalFormat.PAGE_SIZE * WalFormat.PAGE_SIZE);
            try {
                copyIntact(reader, writer);
                writer.pad();
                writer.sync();
            } finally {
                writer.close();
            }
        }
        steps.passed(Step.SEGMENT_REPAIRED);
        Files.move(repaired, segment, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = segment.getParent();
        if (directory != null) {
            DurableFiles.syncDirectory(directory);
        }
    }

    private static void copyIntact(SegmentReader reader, SegmentWriter writer) throws IOException {
        var opener = new RecordOpener();
        var crc = new CRC32C();
        while (reader.next()) {
            try {
                opener.open(reader.record(), reader.length(), reader.flags());
            } catch (InvalidRecordException e) {
                continue;
            }
            crc.reset();
            crc.update(ByteBuffer.wrap(reader.record(), 0, reader.length()));
            writer.add(reader.record(), 0, reader.length(), opener.flags(), (int) crc.getValue());
        }
    }
}
