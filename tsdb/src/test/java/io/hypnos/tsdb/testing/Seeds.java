package io.hypnos.tsdb.testing;

import java.util.Random;
import java.util.function.Consumer;

/// Random data that can be had again: every round has a seed of its own, and a failure names it. `-Dseed=N` replays one round.
public final class Seeds {

    private Seeds() {}

    /// Runs `body` with as many generators as asked for, or with the one of `seed` only.
    public static void forEach(int rounds, Consumer<Random> body) {
        Long replay = Long.getLong("seed");
        if (replay != null) {
            body.accept(new Random(replay));
            return;
        }
        long base = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            long seed = base + round;
            try {
                body.accept(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed with -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /// How often a longer proof is to run: the system property, or the default of the normal build.
    public static int rounds(String property, int normally) {
        return Integer.getInteger(property, normally);
    }
}
