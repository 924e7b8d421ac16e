package io.hypnos.allinone.bench.model;

/// Hashes a counter into an independent-looking 64-bit number: the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators", 2014), which costs about a nanosecond and needs no state.
final class SplitMix {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The `n`th number of the sequence that starts at `seed`.
    static long at(long seed, long n) {
        return mix(seed + (n + 1) * GAMMA);
    }

    /// A fraction in [0, 1) with 53 random bits.
    static double fraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
