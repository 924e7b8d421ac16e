package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.compact.downsample.BlockDownsampler;
import io.hypnos.compact.downsample.Resolution;
import io.hypnos.compact.downsample.UnsoundSeriesException;
import io.hypnos.compact.plan.DownsamplePlanner;
import io.hypnos.compact.plan.DownsamplePlanner.Job;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockDamagedException;
import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.series.StorageException;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Downsamples the blocks that are long enough, each on its own: a block that cannot be read is set aside with a mark, one that could not be got
/// or uploaded is tried again in the next pass.
final class DownsampleRun {

    private static final Logger log = LoggerFactory.getLogger(DownsampleRun.class);

    private final int concurrency;
    private final BlockDownloader downloader;
    private final BlockDownsampler downsampler;
    private final BucketEditor editor;
    private final WorkDirectory work;
    private final CompactMetrics metrics;

    DownsampleRun(int concurrency, BlockDownloader downloader, BlockDownsampler downsampler, BucketEditor editor,
            WorkDirectory work, CompactMetrics metrics) {
        this.concurrency = concurrency;
        this.downloader = downloader;
        this.downsampler = downsampler;
        this.editor = editor;
        this.work = work;
        this.metrics = metrics;
    }

    /// @return how many failed and may succeed later
    /// @throws IOException only when the compactor must stop altogether
    int run(BlockCatalog catalog) throws IOException {
        List<Job> jobs = DownsamplePlanner.plan(catalog.blocks().values(), catalog.marks().noDownsample().keySet());
        var failures = new AtomicInteger();
        Workers.forEach(jobs, concurrency, "downsample", job -> {
            Resolution source = Resolution.of(job.block().resolution()).orElseThrow();
            long start = System.nanoTime();
            try {
                downsample(job);
                metrics.downsampled(source, (System.nanoTime() - start) / 1e9);
            } catch (IOException | RuntimeException e) {
                StopSignal.passOn(e);
                metrics.downsampleFailed(source);
                if (!setAside(job, e)) {
                    failures.incrementAndGet();
                }
            }
        });
        return failures.get();
    }

    private void downsample(Job job) throws IOException {
        editor.check();
        work.requireRoomFor(List.of(job.block()));
        Path directory = work.forDownsampling(job.block());
        try {
            Path source = directory.resolve(job.block().id().toString());
            // The bucket's meta has replica labels that this view does not; what is written has the labels of the view.
            BlockMeta meta = downloader.download(job.block().id(), source);
            meta.withThanos(job.block().thanos()).write(source);
            Optional<BlockMeta> result = downsampler.downsample(source, directory, job.target());
            if (result.isEmpty()) {
                editor.quarantineFromDownsampling(job.block().id(), "nothing is left of it when it is downsampled");
                return;
            }
            editor.upload(directory.resolve(result.get().ulid().toString()), result.get());
            log.atInfo().addKeyValue("block", job.block().id()).addKeyValue("resolution", job.target())
                    .addKeyValue("result", result.get().ulid()).log("downsampled a block");
        } finally {
            DurableFiles.deleteRecursively(directory);
        }
    }

    /// Marks the block if trying again is no use.
    private boolean setAside(Job job, Exception failure) throws IOException {
        boolean hopeless = switch (failure) {
            case BlockDamagedException _,UnsoundSeriesException _,CorruptBlockException _,UnsupportedVersionException _ ->
                true;
            case StorageException storage -> storage.getCause() instanceof CorruptBlockException
                    || storage.getCause() instanceof UnsupportedVersionException;
            default -> false;
        };
        var event = hopeless ? log.atError() : log.atWarn();
        event.addKeyValue("block", job.block().id()).addKeyValue("resolution", job.target())
                .addKeyValue("err", failure.toString())
                .log(hopeless ? "setting a block aside that cannot be downsampled" : "cannot downsample a block now");
        if (hopeless) {
            try {
                editor.quarantineFromDownsampling(job.block().id(), failure.toString());
            } catch (IOException e) {
                StopSignal.passOn(e);
                return false;
            }
        }
        return hopeless || failure instanceof ObjectNotFoundException;
    }
}
