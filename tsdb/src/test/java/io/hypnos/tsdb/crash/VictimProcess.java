package io.hypnos.tsdb.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;

/// The process that gets killed: writes a [Load] as fast as it can, and into a journal what it is about to write and what was acknowledged,
/// until it is killed. Says `ready` when it has opened its database, and `there` when it has come to the point at which it should be killed.
public final class VictimProcess {

    private final Tsdb tsdb;
    private final Load load;
    private final FileChannel journal;
    private final AtomicLong clock;

    private VictimProcess(Tsdb tsdb, Load load, FileChannel journal, long start) {
        this.tsdb = tsdb;
        this.load = load;
        this.journal = journal;
        this.clock = new AtomicLong(start);
    }

    /// Arguments: directory, journal, seed, late, start time, step or `-`, how often that is passed.
    public static void main(String[] args) throws IOException {
        var load = new Load(Long.parseLong(args[2]), Boolean.parseBoolean(args[3]));
        StepListener steps = "-".equals(args[5])
                ? StepListener.NONE
                : new Trap(Step.valueOf(args[5]), new AtomicLong(Long.parseLong(args[6])));
        Tsdb tsdb = Tsdb.open(Path.of(args[0]), load.options().steps(steps).build(), new TsdbMetrics());
        FileChannel journal = FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var victim = new VictimProcess(tsdb, load, journal, Long.parseLong(args[4]));
        System.out.println("ready");
        for (int thread = 0; thread < Load.THREADS; thread++) {
            int number = thread;
            Thread.ofPlatform().start(() -> victim.guarded(() -> victim.write(number)));
        }
        Thread.ofPlatform().start(() -> victim.guarded(tsdb::tick));
        victim.guarded(tsdb::maintain);
    }

    /// Waits to be killed where a step is passed for the n-th time.
    private record Trap(Step step, AtomicLong countdown) implements StepListener {

        @Override
        public void passed(Step passed) {
            if (passed == step && countdown.decrementAndGet() <= 0) {
                System.out.println("there");
                while (true) {
                    LockSupport.park();
                }
            }
        }
    }

    private void guarded(Runnable work) {
        try {
            while (true) {
                work.run();
                LockSupport.parkNanos(1_000_000);
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.out.println("failed: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private void write(int thread) {
        long time = clock.getAndAdd(Load.STEP);
        var appender = tsdb.appender();
        load.batch(thread, time, (labels, t, value) -> Load.add(appender, labels, t, value));
        note('?', thread, time);
        BatchResult result = appender.commit();
        if (!result.isComplete() || result.count(AppendResult.ALREADY_PRESENT) > 0) {
            throw new IllegalStateException("not stored: " + result.refusal());
        }
        note('!', thread, time);
    }

    private void note(char what, int thread, long time) {
        try {
            journal.write(ByteBuffer.wrap((what + " " + thread + " " + time + "\n").getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
