package io.hypnos.compact;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.compact.engine.BucketLease;
import io.hypnos.compact.engine.Compactor;
import io.hypnos.compact.engine.GroupOutcome;
import io.hypnos.compact.engine.Lease.LeaseLostException;
import io.hypnos.compact.engine.PassResult;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.RoleEnd;

/// The life of a compactor: wait for the lease, run passes, and meanwhile renew the lease, delete what is due and calculate progress. With one
/// pass to do, it ends the role when the pass is done.
///
/// A lost lease stops the pass and not the compactor, which stands by until it has it again.
final class CompactorThreads {

    private static final Logger log = LoggerFactory.getLogger(CompactorThreads.class);
    /// What runs beside the passes; each has a thread, so that none waits for another.
    private static final int BESIDE = 3;
    private static final Duration LEASE_INTERVAL = Duration.ofSeconds(10);
    /// Until a pass that was interrupted has ended: it stops between two chunks or two requests.
    private static final Duration STOP_GRACE = Duration.ofMinutes(1);

    private final Compactor compactor;
    private final Optional<BucketLease> lease;
    private final Schedule schedule;
    private final Readiness.Condition running;
    private final RoleEnd end;
    private final Thread passes = Thread.ofPlatform().name("compactor").unstarted(this::run);
    private final ScheduledExecutorService clock = Executors
            .newScheduledThreadPool(BESIDE, Thread.ofPlatform().daemon().name("compactor-clock-", 0).factory());

    /// When things happen.
    ///
    /// @param repeated whether to go on after the first pass
    /// @param interval between passes
    /// @param cleanup  between deletions; zero for none but those of a pass
    /// @param progress between calculations; zero for none
    record Schedule(boolean repeated, Duration interval, Duration cleanup, Duration progress) {}

    CompactorThreads(Compactor compactor, Optional<BucketLease> lease, Schedule schedule, Readiness readiness,
            RoleEnd end) {
        this.compactor = compactor;
        this.lease = lease;
        this.schedule = schedule;
        this.running = readiness.require("compactor", "the compactor has not started");
        this.end = end;
    }

    void start() {
        lease.ifPresent(held -> every(LEASE_INTERVAL, "renew the lease", held::renew));
        if (schedule.repeated()) {
            every(schedule.cleanup(), "clean up", this::clean);
            every(schedule.progress(), "calculate progress", compactor::progress);
        }
        passes.start();
    }

    /// Interrupts what is going on, waits for its end and gives the lease back.
    void stop() throws IOException, InterruptedException {
        clock.shutdownNow();
        passes.interrupt();
        if (!passes.join(STOP_GRACE)) {
            log.atWarn().log("the pass did not end in time; what it was writing is removed at the next start");
        }
        if (lease.isPresent()) {
            lease.get().release();
        }
    }

    private void run() {
        try {
            running.met();
            while (true) {
                awaitLease();
                Optional<PassResult> result = pass();
                if (result.isPresent() && !schedule.repeated()) {
                    end.end(result.get().isClean() && result.get().halted().isEmpty());
                    return;
                }
                if (result.isPresent()) {
                    Thread.sleep(schedule.interval());
                }
            }
        } catch (InterruptedException e) {
            log.atInfo().log("the compactor was stopped");
        }
    }

    /// One pass; empty when the lease was lost in it.
    private Optional<PassResult> pass() throws InterruptedException {
        long start = System.nanoTime();
        try {
            PassResult result = compactor.run();
            log.atInfo().addKeyValue("compactions", result.compactions())
                    .addKeyValue("halted", result.halted().stream().map(GroupOutcome.Halted::group).toList())
                    .addKeyValue("failures", result.failures().size())
                    .addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + "ms")
                    .log("pass over the bucket done");
            return Optional.of(result);
        } catch (LeaseLostException e) {
            log.atError().addKeyValue("err", e.getMessage()).log("the pass stopped, standing by");
            return Optional.empty();
        } catch (IOException e) {
            throw new InterruptedException(e.toString());
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the pass ended by a bug, will try again");
            return Optional.of(new PassResult(0, List.of(), List.of(e.toString())));
        }
    }

    private void awaitLease() throws InterruptedException {
        if (lease.isEmpty() || lease.get().isHeld()) {
            return;
        }
        String told = "";
        while (true) {
            try {
                Optional<BucketLease.Owner> other = lease.get().tryAcquire();
                if (other.isEmpty()) {
                    return;
                }
                if (!told.equals(other.get().id())) {
                    told = other.get().id();
                    log.atWarn().addKeyValue("holder", other.get().host())
                            .log("another compactor works on this bucket; standing by until it is gone");
                }
            } catch (IOException e) {
                log.atWarn().addKeyValue("err", e.toString()).log("cannot ask for the lease now, will try again");
            }
            Thread.sleep(LEASE_INTERVAL);
        }
    }

    private void clean() throws IOException {
        if (lease.isEmpty() || lease.get().isHeld()) {
            compactor.clean();
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private void every(Duration interval, String what, Task task) {
        if (interval.isZero()) {
            return;
        }
        clock.scheduleWithFixedDelay(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException e) {
                log.atWarn().addKeyValue("task", what).addKeyValue("err", e.toString())
                        .log("a task beside the pass failed, will try again");
            }
        }, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
}
