package io.hypnos.allinone.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.wire.PreparedRequest;
import io.hypnos.allinone.bench.wire.RequestBuffer;
import io.hypnos.allinone.bench.wire.WriteResponse;
import io.hypnos.allinone.bench.wire.WriteTarget;

/// Sends the groups of one connection, step by step, each step in the same order, so that the samples of a series never overtake one another.
final class Sender {

    private static final long FIRST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);
    /// How long after the end of the schedule requests are still sent that were due before it.
    private static final long MAX_OVERTIME_NANOS = TimeUnit.SECONDS.toNanos(10);
    /// How far ahead of the clock the samples may be; receivers refuse what is further in the future.
    private static final long MAX_AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /// What all senders of a run share.
    ///
    /// @param model            the samples
    /// @param schedule         when they are due
    /// @param pace             the clock
    /// @param retries          how often a request is tried again
    /// @param statistics       where results go
    /// @param acknowledgements who is told of acknowledged requests
    record Run(LoadModel model, Schedule schedule, Pace pace, int retries, LoadStatistics statistics,
            Acknowledgements acknowledgements) {}

    /// A group and its place in the order of all groups.
    record Place(GroupTemplate template, int number) {}

    private final Run run;
    private final WriteTarget target;
    private final List<Place> places;
    private final RequestBuffer buffer = new RequestBuffer();
    private volatile boolean stopped;
    private volatile boolean reachedPresent;

    Sender(Run run, WriteTarget target, List<Place> places) {
        this.run = run;
        this.target = target;
        this.places = List.copyOf(places);
    }

    /// Sends until the end of the schedule, or until stopped.
    void run() throws IOException, InterruptedException {
        LoadModel model = run.model();
        int delay = model.variation().outOfOrderSteps();
        for (long step = 0;; step++) {
            for (Place place : places) {
                long due = awaitTurn(step, place.number());
                if (stopped || due >= run.schedule().endNanos()) {
                    return;
                }
                if (isAheadOfClock(step)) {
                    reachedPresent = true;
                    return;
                }
                GroupTemplate template = place.template();
                if (run.schedule().isOpenLoop()
                        && run.pace().nanos() > run.schedule().endNanos() + MAX_OVERTIME_NANOS) {
                    run.statistics().unsent(template.group().count());
                    continue;
                }
                PreparedRequest endings = template.endings(step);
                if (endings != null) {
                    send(endings, due);
                }
                SeriesGroup group = template.group();
                if (!model.isLate(group.tenant(), group.first(), step)) {
                    sendSamples(template, step, due);
                }
                if (step >= delay && model.isLate(group.tenant(), group.first(), step - delay)) {
                    sendSamples(template, step - delay, due);
                }
            }
        }
    }

    /// Makes [#run] return after the request that is on its way.
    void stop() {
        stopped = true;
    }

    /// Whether the run ended early because its samples, sent faster than their interval, had caught up with the clock.
    boolean reachedPresent() {
        return reachedPresent;
    }

    private long awaitTurn(long step, int number) throws InterruptedException {
        if (!run.schedule().isOpenLoop()) {
            return run.pace().nanos();
        }
        long due = run.schedule().due(step, number);
        if (due < run.schedule().endNanos()) {
            run.pace().sleepUntil(due);
        }
        return due;
    }

    private boolean isAheadOfClock(long step) {
        LoadModel.Timing timing = run.model().timing();
        return timing.startMillis() + step * timing.intervalMillis() > run.pace().millis() + MAX_AHEAD_MILLIS;
    }

    private void sendSamples(GroupTemplate template, long step, long due) throws IOException, InterruptedException {
        if (send(template.at(step), due)) {
            run.acknowledgements().acknowledged(template.group(), step);
        }
    }

    private boolean send(PreparedRequest request, long due) throws IOException, InterruptedException {
        boolean acknowledged = false;
        buffer.fill(request);
        for (int attempt = 0;; attempt++) {
            long pause = Math.min(MAX_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(attempt, 10));
            boolean retryable = true;
            boolean answered = false;
            run.statistics().sent(buffer.bodyLength(), request.plainLength());
            try {
                WriteResponse response = target.send(buffer);
                run.statistics().answered(response.status(), response.message());
                answered = true;
                acknowledged = response.isAcknowledged();
                retryable = response.isRetryable();
                pause = Math.max(pause, TimeUnit.SECONDS.toNanos(response.retryAfterSeconds()));
            } catch (IOException e) {
                run.statistics().answered(LoadStatistics.NO_ANSWER, e.toString());
            }
            if (acknowledged || !retryable || attempt >= run.retries() || stopped) {
                run.statistics().finished(request.size(), acknowledged, run.pace().nanos() - due);
                if (!answered && !run.schedule().isOpenLoop()) {
                    run.pace().sleepUntil(run.pace().nanos() + pause);
                }
                return acknowledged;
            }
            run.pace().sleepUntil(run.pace().nanos() + pause);
        }
    }
}
