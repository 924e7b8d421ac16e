package io.hypnos.allinone.bench.model;

import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that decides which samples a run sends: two runs of an equal model send equal samples.
///
/// Time goes in *steps*, one per scrape interval; at each, every series has one sample. Series are numbered from 0 within their tenant, and every
/// [TargetLayout#SIZE] of them belong to one target. A target is replaced from time to time by its next *generation*, which has other labels.
///
/// @param seed       of all that looks random
/// @param population how many series there are
/// @param timing     when they are sampled
/// @param variation  in what they differ from plain floats in order
public record LoadModel(long seed, Population population, Timing timing, Variation variation) {

    /// @param tenants number of tenants, at least 1
    /// @param series  number of series of all tenants together
    public record Population(int tenants, int series) {

        public Population {
            if (tenants < 1 || series < tenants) {
                throw new IllegalArgumentException(series + " series cannot be shared by " + tenants + " tenants");
            }
        }

        /// Number of series of a tenant; they differ by at most one.
        public int seriesOf(int tenant) {
            return series / tenants + (tenant < series % tenants ? 1 : 0);
        }

        public int targetsOf(int tenant) {
            return (seriesOf(tenant) + TargetLayout.SIZE - 1) / TargetLayout.SIZE;
        }
    }

    /// @param startMillis    time of step 0
    /// @param intervalMillis time between steps
    /// @param jitterMillis   how far the times of one target in five are off, at most
    public record Timing(long startMillis, long intervalMillis, int jitterMillis) {

        public Timing {
            if (intervalMillis <= 0 || jitterMillis < 0 || jitterMillis * 4L > intervalMillis) {
                throw new IllegalArgumentException(
                        "the jitter (" + jitterMillis + " ms) must be at most a quarter of the interval ("
                                + intervalMillis + " ms)");
            }
        }
    }

    /// @param histograms      share of the series that are native histograms
    /// @param outOfOrder      share of the samples that are sent late
    /// @param outOfOrderSteps how many steps late
    /// @param lifetimeSteps   steps after which a target is replaced; 0 for never
    public record Variation(double histograms, double outOfOrder, int outOfOrderSteps, int lifetimeSteps) {

        public Variation {
            if (!(histograms >= 0 && histograms <= 1) || !(outOfOrder >= 0 && outOfOrder < 1)) {
                throw new IllegalArgumentException("a share is a number from 0 to 1");
            }
            if (outOfOrderSteps < 1 || lifetimeSteps < 0) {
                throw new IllegalArgumentException("negative number of steps");
            }
        }
    }

    /// The generation of a target at a step. Replacements are spread evenly over the targets.
    public long generation(int tenant, int target, long step) {
        int lifetime = variation.lifetimeSteps();
        if (lifetime == 0) {
            return 0;
        }
        long phase = Long.remainderUnsigned(SplitMix.at(seed ^ tenant, target), lifetime);
        return (step + phase) / lifetime;
    }

    /// What the values of a target's series are computed from.
    public long targetHash(int tenant, int target, long generation) {
        return SplitMix.mix(SplitMix.at(SplitMix.at(seed, tenant), target) + generation);
    }

    /// When a target is scraped in a step: targets are spread over the interval, and one in five is a little early or late each time.
    public long timestamp(int tenant, int target, long step) {
        long hash = SplitMix.at(seed + tenant, target);
        long spread = timing.intervalMillis() * target / population.targetsOf(tenant);
        long time = timing.startMillis() + step * timing.intervalMillis() + spread;
        int jitter = timing.jitterMillis();
        if (jitter == 0 || Long.remainderUnsigned(hash, 5) != 0) {
            return time;
        }
        return time + Long.remainderUnsigned(SplitMix.at(hash, step), 2L * jitter + 1) - jitter;
    }

    /// Whether the samples that a run of series has at a step are sent late.
    public boolean isLate(int tenant, int firstSeries, long step) {
        return variation.outOfOrder() > 0
                && SplitMix.fraction(SplitMix.at(SplitMix.at(seed ^ tenant, firstSeries), step)) < variation
                        .outOfOrder();
    }

    /// The labels that all series of a target share; its `cluster` and `pod` together are its alone.
    public Map<String, String> targetLabels(int tenant, int target, long generation) {
        return TargetLabels.of(cluster(tenant), SplitMix.at(seed, tenant), target, generation);
    }

    /// Names the run and the tenant, so that runs of different seeds can share a server.
    public String cluster(int tenant) {
        return "bench-" + Long.toUnsignedString(seed, 36) + "-" + tenant;
    }

    /// The ten labels of one series.
    public Map<String, String> seriesLabels(TargetLayout layout, int tenant, int series, long generation) {
        return seriesLabels(layout.member(series % TargetLayout.SIZE),
                targetLabels(tenant, series / TargetLayout.SIZE, generation));
    }

    /// The labels of one member of a target whose shared labels are given.
    public static Map<String, String> seriesLabels(TargetLayout.Member member, Map<String, String> targetLabels) {
        var labels = new LinkedHashMap<String, String>(targetLabels);
        labels.put("__name__", member.metric());
        labels.put(member.label(), member.value());
        return labels;
    }
}
