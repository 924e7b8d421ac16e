package io.hypnos.allinone.bench.verify;

import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.bench.model.HistogramValues;
import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.model.SeriesValues;
import io.hypnos.allinone.bench.model.TargetLayout;
import io.hypnos.allinone.bench.model.ValueKind;
import io.hypnos.series.labels.Labels;

/// Compares what is stored of one target, over a stretch of steps in one generation, with what was sent.
final class TargetCheck {

    /// What is to be there.
    ///
    /// @param tenant       of the target
    /// @param target       its number
    /// @param generation   of the target
    /// @param fromStep     first step
    /// @param toStep       step after the last
    /// @param acknowledged steps of each member; null where nothing was acknowledged
    record Expected(int tenant, int target, long generation, int fromStep, int toStep,
            @Nullable BitSet[] acknowledged) {}

    private final LoadModel model;
    private final TargetLayout layout;
    private final SeriesValues values;
    private final Findings findings;
    private final Expected expected;
    private final long hash;
    private final HistogramValues histogram = new HistogramValues();

    TargetCheck(LoadModel model, TargetLayout layout, Findings findings, Expected expected) {
        this.model = model;
        this.layout = layout;
        values = new SeriesValues(layout);
        this.findings = findings;
        this.expected = expected;
        hash = model.targetHash(expected.tenant(), expected.target(), expected.generation());
    }

    void compare(List<StoredSeries> stored) {
        var byMember = new StoredSeries[expected.acknowledged().length];
        for (StoredSeries series : stored) {
            Integer member = layout.find(series.labels());
            if (member == null || member >= byMember.length) {
                findings.invented(size(series), Labels.of(series.labels()).toString());
            } else if (byMember[member] != null) {
                findings.doubled(size(series), Labels.of(series.labels()) + " is there more than once");
            } else {
                byMember[member] = series;
            }
        }
        for (int member = 0; member < byMember.length; member++) {
            StoredSeries series = byMember[member];
            if (series == null) {
                compare(member, List.of(), Labels.EMPTY);
                continue;
            }
            boolean histograms = values.kind(member) == ValueKind.HISTOGRAM;
            List<? extends StoredSeries.Sample> others = histograms ? series.floats() : series.histograms();
            if (!others.isEmpty()) {
                findings.invented(others.size(), Labels.of(series.labels()) + " has samples of another kind");
            }
            compare(member, histograms ? series.histograms() : series.floats(), Labels.of(series.labels()));
        }
    }

    private void compare(int member, List<? extends StoredSeries.Sample> samples, Labels labels) {
        int at = 0;
        for (int step = expected.fromStep(); step < expected.toStep(); step++) {
            long time = model.timestamp(expected.tenant(), expected.target(), step);
            for (; at < samples.size() && samples.get(at).time() < time; at++) {
                findings.invented(1, labels + " at " + samples.get(at).time());
            }
            if (at == samples.size() || samples.get(at).time() > time) {
                missing(member, step, time);
                continue;
            }
            if (isAsSent(samples.get(at), member, step)) {
                present(member, step);
            } else {
                findings.changed(labels + " at " + time + " is " + samples.get(at));
            }
            for (at++; at < samples.size() && samples.get(at).time() == time; at++) {
                findings.doubled(1, labels + " at " + time);
            }
        }
        for (; at < samples.size(); at++) {
            findings.invented(1, labels + " at " + samples.get(at).time());
        }
    }

    private boolean isAsSent(StoredSeries.Sample sample, int member, int step) {
        return switch (sample) {
            case StoredSeries.StoredFloat(var time, var value) ->
                Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(values.value(hash, member, step));
            case StoredSeries.StoredHistogram stored -> {
                histogram.at(hash, member, step);
                yield isSame(stored);
            }
        };
    }

    private boolean isSame(StoredSeries.StoredHistogram found) {
        if (found.count() != histogram.count() || found.sum() != histogram.sum()) {
            return false;
        }
        int at = 0;
        if (histogram.zeroCount() != 0) {
            if (found.counts().isEmpty() || found.counts().get(at++) != histogram.zeroCount()) {
                return false;
            }
        }
        for (int b = 0; b < HistogramValues.BUCKETS; b++) {
            if (histogram.count(b) != 0
                    && (at == found.counts().size() || found.counts().get(at++) != histogram.count(b))) {
                return false;
            }
        }
        return at == found.counts().size();
    }

    private void present(int member, int step) {
        if (isAcknowledged(member, step)) {
            findings.confirmed();
        } else {
            findings.unacknowledged();
        }
    }

    private void missing(int member, int step, long time) {
        if (isAcknowledged(member, step)) {
            TargetLayout.Member missing = layout.member(member);
            Labels labels = Labels.of(LoadModel.seriesLabels(missing,
                    model.targetLabels(expected.tenant(), expected.target(), expected.generation())));
            findings.lost(labels + " at " + time);
        }
    }

    private boolean isAcknowledged(int member, int step) {
        BitSet steps = expected.acknowledged()[member];
        return steps != null && steps.get(step);
    }

    private static int size(StoredSeries series) {
        return series.floats().size() + series.histograms().size();
    }
}
