package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// Thirty days of a gauge and a counter with restarts, two series each, in blocks of two days and, for the last two days, of two hours.
///
/// @param start when they begin, in epoch milliseconds; also the start of a stretch of two weeks
public record HistoryBucket(long start) {

    public static final long STEP_MILLIS = 60_000;
    /// By how much the counter grows, per second.
    public static final double RATE = 0.5;

    private static final long HOUR = 3_600_000;
    private static final long TWO_WEEKS = 14 * 24 * HOUR;
    private static final int DAYS = 30;
    private static final int SERIES = 2;

    /// @param objects the directory of a bucket of type FILESYSTEM
    public static HistoryBucket fill(Path objects, Path scratch) throws IOException, InterruptedException {
        long start = Math.floorDiv(System.currentTimeMillis() - DAYS * 24 * HOUR, TWO_WEEKS) * TWO_WEEKS;
        Files.createDirectories(scratch);
        try (var bucket = FilesystemBucket.open(objects)) {
            var uploader = new BlockUploader(bucket, BlockUploader.Options.DEFAULT, Clock.systemUTC());
            for (int hour = 0; hour < DAYS * 24;) {
                int length = hour < (DAYS - 2) * 24 ? 48 : 2;
                BlockMeta meta = write(scratch, start + hour * HOUR, start + (hour + length) * HOUR);
                uploader.upload(scratch.resolve(meta.ulid().toString()), meta);
                hour += length;
            }
        }
        return new HistoryBucket(start);
    }

    private static BlockMeta write(Path directory, long from, long to) throws IOException {
        var ulid = new Ulid(from << 16, from);
        var chunks = new ChunkWriter();
        try (var writer = LabelledBlockWriter.create(directory, ulid)) {
            for (String name : List.of("history_celsius", "history_total")) {
                for (int n = 0; n < SERIES; n++) {
                    for (long t = from; t < to; t += STEP_MILLIS) {
                        chunks.append(t, name.equals("history_total") ? counter(t) : gauge(n, t));
                    }
                    writer.add(Labels.of("__name__", name, "n", Integer.toString(n)), chunks.finish());
                }
            }
            var lineage = new BlockLineage(to - from > 2 * HOUR ? 3 : 1, List.of(ulid), List.of(), false, false,
                    List.of());
            return writer.finish(new BlockDraft(from, to, lineage,
                    ThanosMeta.of(Labels.of("tenant_id", "team-a", "receive", "r1"), "receive"))).orElseThrow();
        }
    }

    private static double gauge(int n, long t) {
        return n + Math.floorMod(t / STEP_MILLIS * 7919, 1000L) / 8.0;
    }

    /// Starts over every 70 hours.
    private static double counter(long t) {
        return Math.floorMod(t, 70 * HOUR) / 1000.0 * RATE;
    }

    /// The sum of the samples of a series after one time and up to another.
    public static double sumOver(int n, long after, long to) {
        double sum = 0;
        for (long t = (Math.floorDiv(after, STEP_MILLIS) + 1) * STEP_MILLIS; t <= to; t += STEP_MILLIS) {
            sum += gauge(n, t);
        }
        return sum;
    }

    public static double maxOver(int n, long after, long to) {
        double max = Double.NEGATIVE_INFINITY;
        for (long t = (Math.floorDiv(after, STEP_MILLIS) + 1) * STEP_MILLIS; t <= to; t += STEP_MILLIS) {
            max = Math.max(max, gauge(n, t));
        }
        return max;
    }
}
