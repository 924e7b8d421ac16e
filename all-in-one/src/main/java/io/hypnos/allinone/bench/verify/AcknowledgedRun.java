package io.hypnos.allinone.bench.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.hypnos.allinone.bench.load.SeriesGroup;
import io.hypnos.allinone.bench.model.LoadModel;

/// Which samples of a run were acknowledged.
public final class AcknowledgedRun {

    /// A million steps of 15 s are half a year.
    private static final int MAX_STEPS = 1 << 24;

    private final LoadModel model;
    private final Map<SeriesGroup, BitSet> steps = new HashMap<>();
    private int lastStep = -1;

    AcknowledgedRun(LoadModel model) {
        this.model = model;
    }

    public LoadModel model() {
        return model;
    }

    /// @throws IllegalArgumentException for series or steps that cannot be
    void add(SeriesGroup group, long step) {
        LoadModel.Population population = model.population();
        if (group.tenant() < 0 || group.tenant() >= population.tenants() || group.first() < 0 || group.count() < 1
                || group.first() + (long) group.count() > population.seriesOf(group.tenant())) {
            throw new IllegalArgumentException("series that the run does not have: " + group);
        }
        if (step < 0 || step > MAX_STEPS) {
            throw new IllegalArgumentException("step " + step + " is out of bounds");
        }
        steps.computeIfAbsent(group, g -> new BitSet()).set((int) step);
        lastStep = Math.max(lastStep, (int) step);
    }

    /// The last step of which anything was acknowledged; -1 when nothing was.
    public int lastStep() {
        return lastStep;
    }

    /// Samples that were acknowledged.
    public long samples() {
        long samples = 0;
        for (var entry : steps.entrySet()) {
            samples += (long) entry.getValue().cardinality() * entry.getKey().count();
        }
        return samples;
    }

    /// The acknowledged steps of each series of a stretch that lies within one tenant; null at series of which nothing was acknowledged.
    BitSet[] stepsOf(int tenant, int first, int count) {
        var found = new BitSet[count];
        steps.forEach((group, acknowledged) -> {
            if (group.tenant() == tenant) {
                int from = Math.max(first, group.first());
                int to = Math.min(first + count, group.first() + group.count());
                for (int series = from; series < to; series++) {
                    found[series - first] = merged(found[series - first], acknowledged);
                }
            }
        });
        return found;
    }

    private static BitSet merged(BitSet known, BitSet more) {
        if (known == null) {
            return more;
        }
        var both = (BitSet) known.clone();
        both.or(more);
        return both;
    }
}
