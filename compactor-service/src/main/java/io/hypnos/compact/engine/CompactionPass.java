package io.hypnos.compact.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.compact.engine.GroupOutcome.Done;
import io.hypnos.compact.engine.GroupOutcome.Failed;
import io.hypnos.compact.engine.GroupOutcome.Halted;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// One pass over the bucket: delete what is due, mark what is outdated, compact every group, downsample twice, apply retention, clean up. Each step
/// works on a fresh look at the bucket. A step that fails, and a group that fails or halts, is reported and does not keep the others from running.
final class CompactionPass {

    private static final Logger log = LoggerFactory.getLogger(CompactionPass.class);

    private final EngineOptions options;
    private final BucketView view;
    private final Steps steps;
    private final WorkDirectory work;

    /// Who does what.
    record Steps(BlockCleaner cleaner, GarbageCollector collector, GroupCompactor compactor, DownsampleRun downsample,
            RetentionRun retention) {}

    CompactionPass(EngineOptions options, BucketView view, Steps steps, WorkDirectory work) {
        this.options = options;
        this.view = view;
        this.steps = steps;
        this.work = work;
    }

    /// @throws IOException only when the compactor must stop altogether, see [StopSignal]
    PassResult run() throws IOException {
        var report = new Report();
        report.attempt("clean up the work directory", work::clear);
        report.attempt("delete and collect", () -> {
            BlockCatalog catalog = lookForChanges();
            steps.cleaner.clean(catalog);
            steps.collector.run(catalog);
        });
        report.attempt("compact", () -> compact(lookForChanges(), report));
        if (options.downsampling().enabled()) {
            // Once for what has become long enough, and once for what that has made.
            for (int round = 1; round <= 2; round++) {
                report.attempt("downsample", () -> {
                    int failed = steps.downsample.run(lookForChanges());
                    if (failed > 0) {
                        throw new IOException(failed + " blocks could not be downsampled");
                    }
                });
            }
        }
        report.attempt("apply retention", () -> steps.retention.run(lookForChanges()));
        report.attempt("clean up", () -> steps.cleaner.clean(lookForChanges()));
        return report.result();
    }

    /// A look that is complete: with a block unseen, others could be merged over it, or deleted for it.
    private BlockCatalog lookForChanges() throws IOException {
        BlockCatalog catalog = view.refresh();
        if (!catalog.isComplete()) {
            throw new IOException("the metas of some blocks could not be read; changing nothing until they can");
        }
        return catalog;
    }

    private void compact(BlockCatalog catalog, Report report) throws IOException {
        Set<Ulid> excluded = catalog.marks().noCompact().keySet();
        var groups = new TreeMap<>(ProgressEstimate.groups(catalog.blocks().values()));
        Workers.forEach(groups.entrySet(), options.merging().concurrency(), "compact", group -> {
            if (group.getValue().size() > 1 || hasDeletions(group)) {
                report.add(steps.compactor.compact(group.getKey(), group.getValue(), excluded));
            }
        });
    }

    private static boolean hasDeletions(Map.Entry<BlockGroup, List<BucketBlockMeta>> group) {
        return group.getValue().stream().anyMatch(block -> block.block().stats().tombstones() > 0);
    }

    /// What happened so far.
    private static final class Report {

        private final AtomicInteger compactions = new AtomicInteger();
        private final List<Halted> halted = Collections.synchronizedList(new ArrayList<>());
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

        void attempt(String what, Step step) throws IOException {
            try {
                step.run();
            } catch (IOException | RuntimeException e) {
                StopSignal.passOn(e);
                failures.add("cannot " + what + ": " + e);
                log.atWarn().addKeyValue("step", what).setCause(e).log("a step of the pass failed, will try again");
            }
        }

        void add(GroupOutcome outcome) {
            switch (outcome) {
                case Done(int count) -> compactions.addAndGet(count);
                case Halted halt -> {
                    halted.add(halt);
                    log.atError().addKeyValue("group", halt.group()).addKeyValue("reason", halt.reason())
                            .log("halted: a group cannot be compacted any further");
                }
                case Failed(BlockGroup group, Exception cause) -> {
                    failures.add("cannot compact " + group + ": " + cause);
                    log.atWarn().addKeyValue("group", group).setCause(cause)
                            .log("cannot compact a group now, will try again");
                }
            }
        }

        PassResult result() {
            return new PassResult(compactions.get(), halted, failures);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
