package io.hypnos.tsdb.head;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.WriteBatch;

/// What a head keeps beside samples: exemplars, what metrics are, and what was deleted.
final class HeadNotes {

    /// What the names of a family's series may end with.
    private static final List<String> SUFFIXES = List.of("", "_total", "_count", "_sum", "_bucket", "_info");

    private final HeadState state;
    private final ExemplarRing exemplars;
    private final MetricDescriptions descriptions = new MetricDescriptions();
    private final HeadDeletions deletions = new HeadDeletions();
    /// From references that are in the log to those that their series have now.
    private final Map<Long, Long> aliases = new HashMap<>();

    HeadNotes(HeadState state) {
        this.state = state;
        this.exemplars = new ExemplarRing(state.options().limits().exemplars(),
                state.options().outOfOrder().window());
    }

    ExemplarRing exemplars() {
        return exemplars;
    }

    MetricDescriptions descriptions() {
        return descriptions;
    }

    HeadDeletions deletions() {
        return deletions;
    }

    /// Notes that a series is known to the log under another reference as well. Only while the head is replayed.
    void alias(long reference, long current) {
        aliases.put(reference, current);
    }

    /// The reference that a series of the log has now.
    long current(long reference) {
        Long next = aliases.get(reference);
        return next == null ? reference : current(next);
    }

    void exemplar(int slot, Exemplar exemplar) {
        exemplars.add(SeriesRecord.reference(state.table().address(slot)), () -> state.index().labels(slot), exemplar);
    }

    void metadata(String metric, MetricMetadata metadata) {
        descriptions.add(metric, metadata);
    }

    void deleted(int slot, long min, long max) {
        deletions.add(slot, min, max);
    }

    /// Takes in the exemplars and metadata of a batch whose series are resolved, and stages what is new for the log.
    void take(WriteBatch batch, BatchPlan plan, LogStage stage, BatchResult result, HeadMetrics metrics) {
        if (batch.exemplarCount() > 0) {
            takeExemplars(batch, plan, stage, result, metrics);
        }
        for (int i = 0; i < plan.count; i++) {
            MetricMetadata metadata = batch.metadata(plan.series[i]);
            if (metadata == null) {
                // What follows has none either, more often than not, but a batch may describe only some of its series.
                continue;
            }
            int slot = plan.slots[i];
            if (slot >= 0) {
                Labels labels = state.index().labels(slot);
                if (descriptions.add(labels.metricName(), metadata)) {
                    stage.add(SeriesRecord.reference(state.table().address(slot)), metadata, null);
                }
            }
        }
        for (int i = 0; i < batch.metricCount(); i++) {
            String metric = batch.metricName(i);
            if (descriptions.add(metric, batch.metricMetadata(i))) {
                stageFamily(metric, batch.metricMetadata(i), stage);
            }
        }
    }

    private void takeExemplars(WriteBatch batch, BatchPlan plan, LogStage stage, BatchResult result,
            HeadMetrics metrics) {
        for (int i = 0; i < plan.count; i++) {
            int series = plan.series[i];
            int slot = plan.slots[i];
            for (int e = batch.exemplarStart(series); e < batch.exemplarStart(series + 1); e++) {
                Exemplar exemplar = batch.exemplar(e);
                long reference = slot < 0 ? -1 : SeriesRecord.reference(state.table().address(slot));
                ExemplarRing.Outcome outcome = slot < 0
                        ? ExemplarRing.Outcome.DISABLED
                        : exemplars.add(reference, () -> state.index().labels(slot), exemplar);
                boolean stored = outcome == ExemplarRing.Outcome.STORED;
                if (stored) {
                    stage.add(reference, exemplar);
                    metrics.exemplarsAppended.increment();
                } else if (outcome != ExemplarRing.Outcome.ALREADY_PRESENT) {
                    metrics.exemplarsRefused.increment();
                }
                result.noteExemplar(stored || outcome == ExemplarRing.Outcome.ALREADY_PRESENT);
            }
        }
    }

    /// The log attaches metadata to series, so it is written with one of the family. Where there is none yet, the next checkpoint writes it.
    private void stageFamily(String family, MetricMetadata metadata, LogStage stage) {
        int slot = seriesOf(family);
        if (slot >= 0) {
            stage.add(SeriesRecord.reference(state.table().address(slot)), metadata, family);
        }
    }

    /// A series of a metric family, -1 when there is none.
    int seriesOf(String family) {
        for (String suffix : SUFFIXES) {
            Postings postings = state.index().postings(Labels.METRIC_NAME, family + suffix);
            if (!postings.isEmpty()) {
                return postings.get(0);
            }
        }
        return -1;
    }

    @Nullable
    String familyOf(String metric, int slot) {
        return state.index().labels(slot).metricName().equals(metric) ? null : metric;
    }
}
