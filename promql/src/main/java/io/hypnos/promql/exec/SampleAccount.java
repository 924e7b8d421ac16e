package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.QueryStatistics;
import io.hypnos.promql.exec.select.ReadCost;

/// Counts samples the way Prometheus does, so that one `--query.max-samples` means the same in both: what an evaluation that keeps every
/// intermediate result in memory would hold. The engine itself holds less. Used by the thread that runs the query.
///
/// What is evaluated at other steps than the query's, a step-invariant part or a subquery, has an account of its own for what it looks at.
public final class SampleAccount {

    /// What all accounts of a query hold together.
    private static final class Holding {

        private final long max;
        private long current;
        private long peak;

        Holding(long max) {
            this.max = max;
        }
    }

    /// An account inside another one.
    ///
    /// @param outer  the steps of the other one
    /// @param repeat whether each outer step looks again at what the part looked at
    /// @param offset how much later than a step of the part the outer step is that uses it, in milliseconds
    /// @param window how far before it an outer step looks, in milliseconds; 0 for no bound
    private record Part(SampleAccount account, StepGrid outer, boolean repeat, long offset, long window) {}

    private final Holding holding;
    /// The steps whose counts are kept apart; null when only sums are.
    private final @Nullable StepGrid steps;
    private final SampleTotals own;
    private final List<Part> parts = new ArrayList<>();

    /// @param max   most samples held at one time
    /// @param steps the steps whose counts are kept apart; null when only sums are
    public SampleAccount(long max, @Nullable StepGrid steps) {
        this(new Holding(max), steps);
    }

    private SampleAccount(Holding holding, @Nullable StepGrid steps) {
        this.holding = holding;
        this.steps = steps;
        this.own = new SampleTotals(stepCount());
    }

    /// The account of a part that is evaluated once for all steps, whatever its own steps are.
    SampleAccount once(StepGrid outer) {
        return part(new Part(new SampleAccount(holding, null), outer, true, 0, 0));
    }

    /// What an account needs that keeps so many steps apart.
    static long bytes(int steps) {
        return 64 + 16L * steps;
    }

    /// The account of the input of a subquery. Its function looks at the results and counts these itself.
    ///
    /// @param inner steps of the subquery
    SampleAccount subquery(StepGrid outer, StepGrid inner, long offset, long window) {
        boolean apart = outer.count() > 1 && inner.count() > 0;
        return part(new Part(new SampleAccount(holding, apart ? inner : null), outer, false, offset, window));
    }

    private SampleAccount part(Part part) {
        parts.add(part);
        return part.account;
    }

    /// Number of steps whose counts are kept apart; 0 when only sums are.
    public int stepCount() {
        return steps == null ? 0 : steps.count();
    }

    public long current() {
        return holding.current;
    }

    /// Takes in samples that stay until they are [#release(long)]d.
    ///
    /// @throws QueryException.TooManySamples when these are too many
    public void hold(long samples) {
        holding.current += samples;
        if (holding.current > holding.max) {
            throw new QueryException.TooManySamples("query execution");
        }
        if (holding.current > holding.peak) {
            holding.peak = holding.current;
        }
    }

    public void release(long samples) {
        holding.current -= samples;
    }

    /// Notes samples that are held for a moment on top of the current ones.
    public void touch(long samples) {
        hold(samples);
        release(samples);
    }

    /// Notes what it took to make a row.
    public void enter(ReadCost cost) {
        own.add(cost.totals());
        touch(cost.peakHeld);
        hold(cost.given + cost.lastHeld);
        release(cost.lastHeld);
    }

    /// Notes samples that the only step read and looked at.
    public void readAtOnce(long samples) {
        own.note(0, samples, samples);
    }

    public long peak() {
        return holding.peak;
    }

    /// Begins to look for a new peak; gives the old one.
    long beginPeak() {
        long before = holding.peak;
        holding.peak = holding.current;
        return before;
    }

    /// Ends what [#beginPeak()] began; gives the peak since then.
    long endPeak(long before) {
        long peak = holding.peak;
        holding.peak = Math.max(before, peak);
        return peak;
    }

    /// The counts as a query's statistics show them.
    public QueryStatistics.Samples counts() {
        SampleTotals totals = totals();
        List<QueryStatistics.StepCount> looked = new ArrayList<>();
        List<QueryStatistics.StepCount> read = new ArrayList<>();
        if (steps != null) {
            for (int i = 0; i < steps.count(); i++) {
                looked.add(new QueryStatistics.StepCount(steps.time(i), totals.lookedAt(i)));
                read.add(new QueryStatistics.StepCount(steps.time(i), totals.readAt(i)));
            }
        }
        return new QueryStatistics.Samples(totals.looked(), totals.read(), holding.peak, looked, read);
    }

    /// All that was looked at and read, with the parts.
    SampleTotals totals() {
        var all = new SampleTotals(stepCount());
        all.add(own);
        for (Part part : parts) {
            SampleTotals inside = part.account.totals();
            if (part.repeat) {
                for (int step = 0; step < part.outer.count(); step++) {
                    all.note(step, inside.looked(), 0);
                }
            }
            if (part.account.steps == null) {
                all.note(0, 0, inside.read());
            } else {
                distribute(inside, part.account.steps, part, all);
            }
        }
        return all;
    }

    /// Charges each inner step to the first outer one that is not before it, unless no window reaches back to it.
    private static void distribute(SampleTotals inside, StepGrid inner, Part part, SampleTotals all) {
        StepGrid outer = part.outer;
        for (int i = 0; i < inner.count(); i++) {
            long time = inner.time(i) + part.offset;
            long after = Math.max(0, time - outer.start());
            int step = (int) Math.min(outer.count() - 1, (after + outer.step() - 1) / outer.step());
            if (part.window == 0 || time > outer.time(step) - part.window) {
                all.note(step, 0, inside.readAt(i));
            }
        }
    }
}
