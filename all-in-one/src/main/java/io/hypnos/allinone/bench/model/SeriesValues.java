package io.hypnos.allinone.bench.model;

/// What a series of floats shows at a step: a function of the hash of its target and generation, of its member and of the step.
///
/// Tens of millions of values are asked for in a second, hence two hashes and one switch per value and no state.
public final class SeriesValues {

    /// Steps after which a counter starts again at zero.
    public static final int RESET_STEPS = 5000;

    /// How much of its histogram's counter each bucket has seen, in 1/1024.
    private static final int[] CUMULATIVE = {20, 61, 170, 340, 560, 760, 890, 961, 1000, 1019, 1024};

    private final ValueKind[] kinds = new ValueKind[TargetLayout.SIZE];
    private final int[] families = new int[TargetLayout.SIZE];
    private final int[] ranks = new int[TargetLayout.SIZE];

    public SeriesValues(TargetLayout layout) {
        for (int i = 0; i < TargetLayout.SIZE; i++) {
            TargetLayout.Member member = layout.member(i);
            kinds[i] = member.kind();
            families[i] = member.family();
            ranks[i] = member.rank();
        }
    }

    /// The kind of a member.
    public ValueKind kind(int member) {
        return kinds[member];
    }

    /// The value of a member that is not a native histogram.
    ///
    /// @param targetHash see [LoadModel#targetHash]
    public double value(long targetHash, int member, long step) {
        long hash = SplitMix.at(targetHash, families[member]);
        return switch (kinds[member]) {
            case CONSTANT -> (hash & 7) < 5 ? hash >>> 3 & 1 : hash >>> 3 & 0xFFFFF;
            case COUNTER -> counter(hash, step);
            case BUCKET -> counter(hash, step) * CUMULATIVE[ranks[member]] >> 10;
            case SUM -> counter(hash, step) * (0.01 + SplitMix.fraction(hash));
            case GAUGE -> ((hash & 0x3FFFF) + (SplitMix.at(hash, step) & 0x3FF)) / 100.0;
            case NOISE -> SplitMix.fraction(SplitMix.at(hash, step));
            case HISTOGRAM -> throw new IllegalStateException("member " + member + " is a native histogram");
        };
    }

    /// An integer that never falls, save to a value near zero once in [#RESET_STEPS] steps. It grows by 1 to 256 a step on average, unevenly.
    static long counter(long hash, long step) {
        long age = (step + (hash >>> 40)) % RESET_STEPS;
        long rate = 1 + (hash & 0xFF);
        long unevenness = (SplitMix.at(hash, step) >>> 32) * rate >>> 32;
        return age * rate + unevenness;
    }
}
