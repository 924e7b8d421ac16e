package io.hypnos.compact.engine;

import java.time.Duration;
import java.util.List;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.objstore.block.BlockMark;

/// What a compactor did and has to do.
///
/// `thanos_compact_halted` is always 0, as nothing halts this compactor. What would, halts one group of blocks: it counts as a failed compaction,
/// and `hypnos_compact_halted_groups` says how many groups wait for a human. `…_runs_started` minus `…_runs_completed` is what runs or failed. A `todo_…` gauge that grows for days means that the compactor is too slow for its bucket. Marks with reason
/// `quarantined` name blocks that were set aside because they cannot be read.
public final class CompactMetrics {

    private static final double[] SECONDS = {60, 300, 900, 1800, 3600, 7200, 14400};
    private static final double[] COLLECTION_SECONDS = {0.01, 1, 10, 100, 300, 600, 1000};

    private final GaugeDataPoint haltedGroups;
    private final CounterDataPoint retries;
    private final CounterDataPoint iterations;
    private final CounterDataPoint cleanupLoops;
    private final CounterDataPoint partialUploads;
    private final CounterDataPoint blocksCleaned;
    private final CounterDataPoint cleanupFailures;
    private final CounterDataPoint collections;
    private final CounterDataPoint collectionFailures;
    private final Histogram collectionSeconds;
    private final CounterDataPoint collectedBlocks;
    private final Counter marked;
    private final Counter compactions;
    private final Counter compactionFailures;
    private final Counter verticalCompactions;
    private final Counter runsStarted;
    private final Counter runsCompleted;
    private final Counter downsamples;
    private final Counter downsampleFailures;
    private final Histogram downsampleSeconds;
    private final GaugeDataPoint todoCompactions;
    private final GaugeDataPoint todoCompactionBlocks;
    private final GaugeDataPoint todoDownsampleBlocks;
    private final GaugeDataPoint todoDeletionBlocks;

    public CompactMetrics(PrometheusRegistry registry, Duration deleteDelay) {
        gauge("thanos_compact_halted", "Always 0: only single groups halt, see hypnos_compact_halted_groups.", registry)
                .set(0);
        haltedGroups = gauge("hypnos_compact_halted_groups",
                "Number of groups of blocks that cannot be compacted any further without a human.", registry);
        retries = counter("thanos_compact_retries_total",
                "Total number of passes that will be repeated after a failure.",
                registry);
        iterations = counter("thanos_compact_iterations_total", "Total number of passes that were completed.",
                registry);
        cleanupLoops = counter("thanos_compact_block_cleanup_loops_total", "Total number of cleanup loops.", registry);
        partialUploads = counter("thanos_compact_aborted_partial_uploads_deletion_attempts_total",
                "Total number of unfinished uploads that were to be deleted.", registry);
        blocksCleaned = counter("thanos_compact_blocks_cleaned_total", "Total number of blocks deleted in compactor.",
                registry);
        cleanupFailures = counter("thanos_compact_block_cleanup_failures_total",
                "Failures encountered while deleting blocks in compactor.", registry);
        collections = counter("thanos_compact_garbage_collection_total",
                "Total number of garbage collection operations.", registry);
        collectionFailures = counter("thanos_compact_garbage_collection_failures_total",
                "Total number of failed garbage collection operations.", registry);
        collectionSeconds = Histogram.builder().name("thanos_compact_garbage_collection_duration_seconds")
                .help("Time it took to perform garbage collection.").classicUpperBounds(COLLECTION_SECONDS)
                .register(registry);
        collectedBlocks = counter("thanos_compact_garbage_collected_blocks_total",
                "Total number of blocks marked for deletion because others hold what they hold.", registry);
        marked = Counter.builder().name("thanos_compact_blocks_marked_total")
                .help("Total number of blocks marked in compactor.").labelNames("marker", "reason").register(registry);
        compactions = byResolution("thanos_compact_group_compactions_total",
                "Total number of group compaction attempts that resulted in a new block.", registry);
        compactionFailures = byResolution("thanos_compact_group_compactions_failures_total",
                "Total number of failed group compactions.", registry);
        verticalCompactions = byResolution("thanos_compact_group_vertical_compactions_total",
                "Total number of group compactions of overlapping blocks that resulted in a new block.", registry);
        runsStarted = byResolution("thanos_compact_group_compaction_runs_started_total",
                "Total number of group compaction attempts.", registry);
        runsCompleted = byResolution("thanos_compact_group_compaction_runs_completed_total",
                "Total number of group compaction attempts that ended well, also without anything to do.", registry);
        downsamples = byResolution("thanos_compact_downsample_total", "Total number of downsampling attempts.",
                registry);
        downsampleFailures = byResolution("thanos_compact_downsample_failures_total",
                "Total number of failed downsampling attempts.", registry);
        downsampleSeconds = Histogram.builder().name("thanos_compact_downsample_duration_seconds")
                .help("Duration of downsample runs.").labelNames("resolution").classicUpperBounds(SECONDS)
                .register(registry);
        todoCompactions = gauge("thanos_compact_todo_compactions", "Number of compactions to be done.", registry);
        todoCompactionBlocks = gauge("thanos_compact_todo_compaction_blocks",
                "Number of blocks planned to be compacted.",
                registry);
        todoDownsampleBlocks = gauge("thanos_compact_todo_downsample_blocks", "Number of blocks to be downsampled.",
                registry);
        todoDeletionBlocks = gauge("thanos_compact_todo_deletion_blocks",
                "Number of blocks that have crossed their retention.", registry);
        gauge("thanos_delete_delay_seconds", "Configured delete delay in seconds.", registry)
                .set(deleteDelay.toMillis() / 1e3);
        showAllAtZero();
    }

    private void showAllAtZero() {
        for (Resolution resolution : Resolution.values()) {
            String label = String.valueOf(resolution.millis());
            for (Counter counter : List.of(compactions, compactionFailures, verticalCompactions, runsStarted,
                    runsCompleted, downsamples, downsampleFailures)) {
                counter.initLabelValues(label);
            }
            downsampleSeconds.initLabelValues(label);
        }
        marked.initLabelValues(BlockMark.Kind.DELETION.fileName(), "");
        for (BlockMark.Reason reason : BlockMark.Reason.values()) {
            marked.initLabelValues(BlockMark.Kind.NO_COMPACT.fileName(), reason.text());
        }
    }

    void halted(int groups) {
        haltedGroups.set(groups);
    }

    void willRetry() {
        retries.inc();
    }

    void passed() {
        iterations.inc();
    }

    void cleaned(int blocks, int unfinishedUploads) {
        cleanupLoops.inc();
        blocksCleaned.inc(blocks);
        partialUploads.inc(unfinishedUploads);
    }

    void cleanupFailed() {
        cleanupFailures.inc();
    }

    void collected(int blocks, double seconds) {
        collections.inc();
        collectionSeconds.observe(seconds);
        collectedBlocks.inc(blocks);
    }

    void collectionFailed() {
        collections.inc();
        collectionFailures.inc();
    }

    void marked(BlockMark mark) {
        marked.labelValues(mark.kind().fileName(), mark.why().map(BlockMark.Reason::text).orElse("")).inc();
    }

    void compactionStarted(long resolution) {
        runsStarted.labelValues(String.valueOf(resolution)).inc();
    }

    void compactionCompleted(long resolution) {
        runsCompleted.labelValues(String.valueOf(resolution)).inc();
    }

    void compacted(long resolution, boolean vertical) {
        compactions.labelValues(String.valueOf(resolution)).inc();
        if (vertical) {
            verticalCompactions.labelValues(String.valueOf(resolution)).inc();
        }
    }

    void compactionFailed(long resolution) {
        compactionFailures.labelValues(String.valueOf(resolution)).inc();
    }

    void downsampled(Resolution source, double seconds) {
        downsamples.labelValues(String.valueOf(source.millis())).inc();
        downsampleSeconds.labelValues(String.valueOf(source.millis())).observe(seconds);
    }

    void downsampleFailed(Resolution source) {
        downsampleFailures.labelValues(String.valueOf(source.millis())).inc();
    }

    void todo(Progress progress) {
        todoCompactions.set(progress.compactions());
        todoCompactionBlocks.set(progress.compactionBlocks());
        todoDownsampleBlocks.set(progress.downsampleBlocks());
        todoDeletionBlocks.set(progress.deletionBlocks());
    }

    private static CounterDataPoint counter(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static Counter byResolution(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).labelNames("resolution").register(registry);
    }

    private static GaugeDataPoint gauge(String name, String help, PrometheusRegistry registry) {
        return Gauge.builder().name(name).help(help).register(registry);
    }
}
