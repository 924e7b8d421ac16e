package io.hypnos.allinone.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.bench.model.HistogramValues;
import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.model.SeriesValues;
import io.hypnos.allinone.bench.model.TargetLayout;
import io.hypnos.allinone.bench.model.ValueKind;
import io.hypnos.allinone.bench.wire.PreparedRequest;
import io.hypnos.allinone.bench.wire.RequestHead;
import io.hypnos.allinone.bench.wire.SeriesEntry;

/// The request of one group of series, kept from step to step: it is encoded anew only when one of its targets was replaced.
final class GroupTemplate {

    /// The bits of the marker that ends a series.
    private static final double STALE = Double.longBitsToDouble(0x7FF0000000000002L);

    /// What all groups of a connection share.
    ///
    /// @param model   the samples
    /// @param layout  the series of a target
    /// @param values  their values
    /// @param factory encodes requests
    record Shared(LoadModel model, TargetLayout layout, SeriesValues values, PreparedRequest.Factory factory) {}

    private final Shared shared;
    private final SeriesGroup group;
    private final RequestHead head;
    private final HistogramValues histogram = new HistogramValues();
    private final int firstTarget;
    /// Generation of each target in `request`.
    private final long[] generations;
    private @Nullable PreparedRequest request;

    GroupTemplate(Shared shared, SeriesGroup group, RequestHead head) {
        this.shared = shared;
        this.group = group;
        this.head = head;
        firstTarget = group.first() / TargetLayout.SIZE;
        int lastTarget = (group.first() + group.count() - 1) / TargetLayout.SIZE;
        generations = new long[lastTarget - firstTarget + 1];
    }

    SeriesGroup group() {
        return group;
    }

    /// The request with the samples of a step. Lent until the next call.
    PreparedRequest at(long step) {
        PreparedRequest prepared = request;
        boolean replaced = false;
        for (int t = 0; t < generations.length; t++) {
            long generation = generation(firstTarget + t, step);
            replaced |= generation != generations[t];
            generations[t] = generation;
        }
        if (prepared == null || replaced) {
            prepared = shared.factory().prepare(head, entries(group.first(), group.count(), step));
            request = prepared;
        }
        for (int i = 0; i < group.count();) {
            i += fill(prepared, i, step);
        }
        return prepared;
    }

    /// Sets the samples from series `i` of the group to the end of its target; returns how many.
    private int fill(PreparedRequest prepared, int i, long step) {
        int series = group.first() + i;
        int target = series / TargetLayout.SIZE;
        int member = series % TargetLayout.SIZE;
        int n = Math.min(TargetLayout.SIZE - member, group.count() - i);
        LoadModel model = shared.model();
        SeriesValues values = shared.values();
        long hash = model.targetHash(group.tenant(), target, generations[target - firstTarget]);
        long time = PreparedRequest.timestampVarint(model.timestamp(group.tenant(), target, step));
        for (int end = member + n; member < end; member++, i++) {
            if (values.kind(member) == ValueKind.HISTOGRAM) {
                histogram.at(hash, member, step);
                prepared.setHistogram(i, time, histogram);
            } else {
                prepared.setFloat(i, time, values.value(hash, member, step));
            }
        }
        return n;
    }

    /// Stale markers for the series of the targets that are replaced at a step; null when none is. Native histograms just stop.
    @Nullable
    PreparedRequest endings(long step) {
        var ended = new ArrayList<SeriesEntry>();
        var times = new ArrayList<Long>();
        for (int t = 0; t < generations.length; t++) {
            int target = firstTarget + t;
            if (step == 0 || generation(target, step) == generation(target, step - 1)) {
                continue;
            }
            int first = Math.max(group.first(), target * TargetLayout.SIZE);
            int end = Math.min(group.first() + group.count(), (target + 1) * TargetLayout.SIZE);
            long time = PreparedRequest.timestampVarint(shared.model().timestamp(group.tenant(), target, step));
            for (SeriesEntry entry : entries(first, end - first, step - 1)) {
                if (entry.member().kind() != ValueKind.HISTOGRAM) {
                    ended.add(entry);
                    times.add(time);
                }
            }
        }
        if (ended.isEmpty()) {
            return null;
        }
        PreparedRequest markers = shared.factory().prepare(head, ended);
        for (int i = 0; i < ended.size(); i++) {
            markers.setFloat(i, times.get(i), STALE);
        }
        return markers;
    }

    private long generation(int target, long step) {
        return shared.model().generation(group.tenant(), target, step);
    }

    private List<SeriesEntry> entries(int first, int count, long step) {
        var entries = new ArrayList<SeriesEntry>(count);
        Map<String, String> targetLabels = Map.of();
        for (int series = first; series < first + count; series++) {
            int target = series / TargetLayout.SIZE;
            if (series == first || series % TargetLayout.SIZE == 0) {
                targetLabels = shared.model().targetLabels(group.tenant(), target, generation(target, step));
            }
            TargetLayout.Member member = shared.layout().member(series % TargetLayout.SIZE);
            entries.add(new SeriesEntry(member, LoadModel.seriesLabels(member, targetLabels)));
        }
        return entries;
    }
}
