package io.hypnos.promql.exec.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryAnnotations;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;

/// All that one query reads from its source: opens the sets, shares those that several selectors use, and closes them at the end of the
/// query, so that series stay readable until then.
///
/// Selectors announce themselves while the operators are built, before anything is read; so a shared fetch covers the times of all who use
/// it, and sources may begin to work on all fetches at once.
public final class Fetches implements AutoCloseable {

    /// What a reference to a series costs while several selectors wait for it.
    private static final long BYTES_PER_SHARED_SERIES = 64;

    private final SeriesQuerier querier;
    private final QueryContext context;
    private final QueryAnnotations annotations;
    private final @Nullable Executor helpers;
    private final List<ScanTeam> teams = new ArrayList<>();
    private final Map<Integer, SharedFetch> shared = new HashMap<>();
    private final List<SeriesSet> open = new ArrayList<>();

    /// @param helpers threads that help to read large selections; null for none
    public Fetches(SeriesQuerier querier, QueryContext context, QueryAnnotations annotations,
            @Nullable Executor helpers) {
        this.helpers = helpers;
        this.querier = querier;
        this.context = context;
        this.annotations = annotations;
    }

    @Nullable
    Executor helpers() {
        return helpers;
    }

    /// Makes sure that a team has stopped reading before the series are gone.
    void stopAtEnd(ScanTeam team) {
        teams.add(team);
    }

    /// Announces a selection.
    public SeriesFeed announce(Selection selection, SelectHints hints) {
        if (selection.fetch() == null) {
            return new OwnFetch(selection.matchers(), hints);
        }
        SharedFetch fetch = shared.computeIfAbsent(selection.fetch(), number -> new SharedFetch(selection.matchers()));
        fetch.cover(hints);
        return fetch.feed(selection.filters());
    }

    private SeriesSet open(List<Matcher> matchers, SelectHints hints) {
        SeriesSet set = querier.select(matchers, hints, context);
        open.add(set);
        return set;
    }

    @Override
    public void close() {
        teams.forEach(ScanTeam::stop);
        RuntimeException first = null;
        for (SeriesSet set : open) {
            try {
                set.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        open.clear();
        if (first != null) {
            throw first;
        }
    }

    private final class OwnFetch implements SeriesFeed {

        private final List<Matcher> matchers;
        private final SelectHints hints;
        private @Nullable SeriesSet set;
        private boolean done;

        OwnFetch(List<Matcher> matchers, SelectHints hints) {
            this.matchers = matchers;
            this.hints = hints;
        }

        @Override
        public @Nullable Series next() {
            if (done) {
                return null;
            }
            if (set == null) {
                set = open(matchers, hints);
            }
            if (set.next()) {
                return set.series();
            }
            done = true;
            annotations.warnFromStorage(set.warnings());
            return null;
        }
    }

    /// Series that several selectors walk, each at its own pace.
    private final class SharedFetch {

        private final List<Matcher> matchers;
        private final List<Series> read = new ArrayList<>();
        private @Nullable SelectHints hints;
        private @Nullable SeriesFeed source;

        SharedFetch(List<Matcher> matchers) {
            this.matchers = matchers;
        }

        void cover(SelectHints more) {
            if (hints == null) {
                hints = more;
                return;
            }
            var range = new TimeRange(Math.min(hints.range().min(), more.range().min()),
                    Math.max(hints.range().max(), more.range().max()));
            boolean sameUse = hints.equals(new SelectHints(hints.range(), more.stepMillis(), more.function(),
                    more.rangeMillis(), more.grouping(), more.limit()));
            hints = sameUse
                    ? new SelectHints(range, more.stepMillis(), more.function(), more.rangeMillis(),
                            more.grouping(), more.limit())
                    : new SelectHints(range, more.stepMillis(), "", 0,
                            SelectHints.Grouping.NONE, 0);
        }

        @Nullable
        Series get(int index) {
            if (index < read.size()) {
                return read.get(index);
            }
            if (source == null) {
                source = new OwnFetch(matchers, hints == null ? SelectHints.of(TimeRange.ALL) : hints);
            }
            Series series = source.next();
            if (series != null) {
                context.reserve(BYTES_PER_SHARED_SERIES + series.heldBytes());
                read.add(series);
            }
            return series;
        }

        SeriesFeed feed(List<Matcher> filters) {
            return new SeriesFeed() {
                private int index;

                @Override
                public @Nullable Series next() {
                    while (true) {
                        Series series = get(index++);
                        if (series == null || Matcher.allMatch(filters, series.labels())) {
                            return series;
                        }
                    }
                }
            };
        }
    }
}
