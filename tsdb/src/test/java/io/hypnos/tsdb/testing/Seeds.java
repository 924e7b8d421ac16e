package io.hypnos.tsdb.testing;

import java.util.Random;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Random data that can be had again: every round has a seed of its own, and a failure names it. `-Dseed=N` replays one round. A build draws the
/// same data every time; `-Dhypnos.seeds=fresh` draws other data.
public final class Seeds {

    private static final long BASE = 20_261_120;

    private Seeds() {}

    /// Runs `body` with as many generators as asked for, or with the one of `seed` only.
    public static void forEach(int rounds, Consumer<Random> body) {
        Long replay = Long.getLong("seed");
        if (replay != null) {
            body.accept(new Random(replay));
            return;
        }
        long base = base();
        for (int round = 0; round < rounds; round++) {
            long seed = base + round;
            try {
                body.accept(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed with -Dseed=" + seed + ": " + shortened(e.getMessage()), e);
            }
        }
    }

    /// The first seed of a build.
    public static long base() {
        return "fresh".equals(System.getProperty("hypnos.seeds")) ? System.nanoTime() : BASE;
    }

    /// How often a longer proof is to run: the system property, or the default of the normal build.
    public static int rounds(String property, int normally) {
        return Integer.getInteger(property, normally);
    }

    private static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() > 4_000 ? text.substring(0, 4_000) + " …" : text;
    }
}
