package io.hypnos.tsdb.block;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// Makes new ULIDs, each greater than the one before, even within a millisecond or when the clock goes back. Safe for several threads.
public final class UlidGenerator {

    private final Clock clock;
    private final RandomGenerator random;
    private Ulid last = Ulid.ZERO;

    public UlidGenerator(Clock clock) {
        this(clock, new SecureRandom());
    }

    UlidGenerator(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized Ulid next() {
        long time = clock.millis();
        if (time <= last.timeMillis()) {
            long low = last.low() + 1;
            last = new Ulid(low == 0 ? last.high() + 1 : last.high(), low);
        } else {
            last = new Ulid(time << 16 | random.nextInt(1 << 16), random.nextLong());
        }
        return last;
    }
}
