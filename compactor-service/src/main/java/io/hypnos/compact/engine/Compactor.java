package io.hypnos.compact.engine;

import java.io.IOException;
import java.time.Clock;

import io.hypnos.compact.downsample.BlockDownsampler;
import io.hypnos.compact.plan.CompactionPlanner;
import io.hypnos.compact.plan.GuardedPlanner;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.PartialUploads;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.compact.BlockCompactor;

/// A compactor of one bucket, without threads of its own: whoever has it runs its passes.
public final class Compactor {

    private final EngineOptions options;
    private final BucketView view;
    private final CompactionPass pass;
    private final BlockCleaner cleaner;
    private final ProgressEstimate estimate;
    private final CompactMetrics metrics;
    private final Clock clock;

    public Compactor(Bucket bucket, EngineOptions options, BlockSelection selection, Lease lease,
            CompactMetrics metrics, MetaFetchMetrics fetchMetrics, Clock clock) {
        this.options = options;
        this.metrics = metrics;
        this.clock = clock;
        this.view = new BucketView(bucket, options, selection, fetchMetrics, clock);
        var planner = new CompactionPlanner(options.merging().ranges());
        this.estimate = new ProgressEstimate(planner, options.deletion().retention(),
                options.downsampling().enabled());
        var editor = new BucketEditor(bucket, options.transfers(), lease, metrics, clock);
        var work = new WorkDirectory(options.dataDirectory());
        var downloader = new BlockDownloader(bucket, options.transfers().files());
        var ulids = new UlidGenerator(clock);
        this.cleaner = new BlockCleaner(options.deletion().delay(), editor, new PartialUploads(bucket, clock), metrics,
                clock);
        var guarded = new GuardedPlanner(planner, options.merging().maxIndexBytes(), block -> {
            long known = block.uploadedSize(BlockKeys.INDEX);
            return known > 0 ? known : bucket.attributes(BlockKeys.index(block.id())).size();
        });
        var groups = new GroupCompactor(options, guarded,
                new BlockMerge(options, downloader, new BlockCompactor(ulids)), editor, work, metrics);
        var downsample = new DownsampleRun(options.downsampling().concurrency(), downloader,
                new BlockDownsampler(ulids), editor, work, metrics);
        var retention = new RetentionRun(options.deletion().retention(), options.downsampling().enabled(), editor,
                clock);
        this.pass = new CompactionPass(options, view, new CompactionPass.Steps(cleaner,
                new GarbageCollector(editor, metrics), groups, downsample, retention), work);
    }

    /// One pass over the bucket.
    ///
    /// @throws IOException only when the compactor must stop: its thread was interrupted or its lease is lost
    public PassResult run() throws IOException {
        PassResult result = pass.run();
        metrics.halted(result.halted().size());
        if (result.isClean()) {
            metrics.passed();
        } else {
            metrics.willRetry();
        }
        return result;
    }

    /// Deletes what is due and cleans up, for the time between passes and while one takes long.
    public void clean() throws IOException {
        BlockCatalog catalog = view.refresh();
        if (catalog.isComplete()) {
            cleaner.clean(catalog);
        }
    }

    /// How much is to be done, which also goes into the metrics.
    public Progress progress() throws IOException {
        Progress progress = estimate.of(view.refresh(), clock.instant());
        metrics.todo(progress);
        return progress;
    }

    /// What was last seen of the bucket.
    public BucketView view() {
        return view;
    }

    public EngineOptions options() {
        return options;
    }
}
