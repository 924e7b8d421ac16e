package io.hypnos.tsdb.wal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// Replaces the older segments of a log by a checkpoint: the series that still exist, and of the samples those that are not in blocks yet.
///
/// Two thirds of the complete segments are taken at a time, so that what is copied from checkpoint to checkpoint stays little. Series and
/// metadata are written from memory, the others are filtered out of the segments record by record. A checkpoint takes effect by a rename;
/// what it replaces is deleted after that.
public final class Checkpoint {

    private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);

    private final Wal wal;
    private final WalOptions options;
    private final WalMetrics metrics;
    private final StepListener steps;

    public Checkpoint(Wal wal, WalOptions options, WalMetrics metrics, StepListener steps) {
        this.wal = wal;
        this.options = options;
        this.metrics = metrics;
        this.steps = steps;
    }

    /// What a checkpoint is to have.
    public interface Contents {

        /// The reference that a series has now; -1 when it does not exist any more.
        long current(long reference);

        /// Writes all series that exist, and what describes their metrics, as records.
        void writeSeries(RecordSink sink) throws IOException;
    }

    /// Takes record bodies.
    @FunctionalInterface
    public interface RecordSink {
        void add(RecordBuffer body) throws IOException;
    }

    /// Removes what a crash has left of a checkpoint that was being written, and of a segment that was being repaired.
    public static void removeLeftovers(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(WalFormat.TEMPORARY) || name.endsWith(".repair")) {
                    DurableFiles.deleteRecursively(file);
                }
            }
        }
    }

    /// Begins a new segment, writes a checkpoint when there are enough complete ones, and deletes what it replaces.
    ///
    /// @param minTime  samples before are not needed any more
    /// @param contents asked for when the new segment has begun, so that it knows every series of the older ones
    /// @return whether there is a new checkpoint
    public boolean write(long minTime, Supplier<Contents> contents, Salvage salvage) throws IOException {
        List<Integer> segments = wal.segments();
        int first = segments.getFirst();
        int last = wal.nextSegment() - 2;
        if (last < first) {
            return false;
        }
        last = first + (last - first) * 2 / 3;
        if (last <= first) {
            return false;
        }
        long started = System.nanoTime();
        try {
            write(last, minTime, contents.get(), salvage);
        } catch (IOException | RuntimeException e) {
            metrics.checkpointFailures.increment();
            throw e;
        }
        metrics.checkpoints.increment();
        metrics.truncations.increment();
        deleteReplaced(last);
        log.atInfo().setMessage("Checkpoint written").addKeyValue("log", wal.directory()).addKeyValue("upTo", last)
                .addKeyValue("took", (System.nanoTime() - started) / 1_000_000 + "ms").log();
        return true;
    }

    private void write(int last, long minTime, Contents contents, Salvage salvage) throws IOException {
        Path target = WalFormat.checkpoint(wal.directory(), last);
        Path temporary = target.resolveSibling(target.getFileName() + WalFormat.TEMPORARY);
        DurableFiles.deleteRecursively(temporary);
        Files.createDirectories(temporary);
        try (var out = new LogWriter(temporary, options);
                WalReader in = WalReader.upTo(wal.directory(), last, salvage)) {
            contents.writeSeries(out::add);
            var filter = new CheckpointFilter(minTime, contents, out);
            for (WalRecord record; (record = in.next()) != null;) {
                filter.apply(record);
            }
            out.finish();
        }
        steps.passed(Step.CHECKPOINT_WRITTEN);
        DurableFiles.deleteRecursively(target);
        DurableFiles.publish(temporary, target);
        steps.passed(Step.CHECKPOINT_PUBLISHED);
    }

    private void deleteReplaced(int last) throws IOException {
        wal.deleteSegmentsBefore(last + 1);
        Optional<Integer> newest = WalFormat.newestCheckpoint(wal.directory());
        for (int number : WalFormat.checkpoints(wal.directory())) {
            if (number < newest.orElse(number)) {
                DurableFiles.deleteRecursively(WalFormat.checkpoint(wal.directory(), number));
                metrics.checkpointsDeleted.increment();
            }
        }
    }
}
