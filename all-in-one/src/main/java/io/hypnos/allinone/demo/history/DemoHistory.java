package io.hypnos.allinone.demo.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockMeta;

/// Fills a bucket with the demo's past, once: an object in it says up to when, so that a second start adds nothing, and one that was interrupted is
/// finished with the same blocks.
public final class DemoHistory {

    /// Says up to when the history goes, and whether all of it is there.
    static final ObjectKey MARKER = ObjectKey.of("demo", "history");

    private static final String COMPLETE = "complete";

    private final Bucket bucket;
    private final DemoFleet fleet;
    private final Duration length;

    /// What was written.
    ///
    /// @param blocks  number of blocks
    /// @param samples in them
    public record Written(long blocks, long samples) {}

    /// @param length how far back it goes
    public DemoHistory(Bucket bucket, DemoFleet fleet, Duration length) {
        this.bucket = bucket;
        this.fleet = fleet;
        this.length = length;
    }

    /// Writes what is missing.
    ///
    /// @param scratch a directory for blocks on their way
    /// @param now     where the past ends
    public Written write(Path scratch, Instant now) throws IOException, InterruptedException {
        Optional<String> marker = readMarker();
        if (marker.isPresent() && marker.get().endsWith(COMPLETE)) {
            return new Written(0, 0);
        }
        long end = marker.map(text -> Long.parseLong(text.strip())).orElse(now.toEpochMilli());
        putMarker(Long.toString(end));
        // What an earlier process left half done.
        delete(scratch);
        Files.createDirectories(scratch);
        var uploader = new BlockUploader(bucket, BlockUploader.Options.DEFAULT, Clock.systemUTC());
        List<TimeRange> slots = BlockSlots.of(end - length.toMillis(), end);
        var blocks = new LongAdder();
        var samples = new LongAdder();
        try (var threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("demo-history-", 0).factory())) {
            var pending = HistoryStream.ALL.stream().map(stream -> threads.submit(() -> {
                var writer = new HistoryBlocks(stream, fleet);
                for (TimeRange slot : slots.reversed()) {
                    Optional<BlockMeta> meta = writer.write(scratch, slot);
                    if (meta.isPresent()) {
                        Path directory = scratch.resolve(meta.get().ulid().toString());
                        uploader.upload(directory, meta.get());
                        delete(directory);
                        blocks.increment();
                        samples.add(meta.get().stats().samples());
                    }
                }
                return null;
            })).toList();
            for (var stream : pending) {
                stream.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the demo's history could not be written: " + e.getCause(), e);
        }
        putMarker(end + " " + COMPLETE);
        return new Written(blocks.sum(), samples.sum());
    }

    private Optional<String> readMarker() throws IOException {
        try (InputStream in = bucket.get(MARKER)) {
            return Optional.of(new String(in.readNBytes(100), UTF_8).strip());
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private void putMarker(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(UTF_8);
        bucket.put(MARKER, new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
