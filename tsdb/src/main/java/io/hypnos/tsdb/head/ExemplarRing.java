package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.write.Exemplar;

/// The newest exemplars of all series together: a ring in which a new one takes the place of the oldest. Safe for use by several threads.
final class ExemplarRing {

    /// Characters that the names and values of an exemplar's labels may have in total.
    private static final int MAX_LABEL_CHARACTERS = 128;

    private final @Nullable Slot[] ring;
    private final long window;
    private int next;
    private final Map<Long, Series> bySeries = new HashMap<>();

    private record Slot(long series, Exemplar exemplar) {}

    private static final class Series {
        private final Labels labels;
        private Exemplar newest;
        private int count;

        Series(Labels labels, Exemplar newest) {
            this.labels = labels;
            this.newest = newest;
        }
    }

    /// What became of an exemplar.
    enum Outcome {
        STORED, ALREADY_PRESENT, OUT_OF_ORDER, LABELS_TOO_LONG, DISABLED
    }

    /// @param capacity exemplars that are kept; 0 to keep none
    /// @param window   milliseconds that an exemplar may be older than the newest of its series
    ExemplarRing(int capacity, long window) {
        this.ring = new Slot[capacity];
        this.window = window;
    }

    boolean isEnabled() {
        return ring.length > 0;
    }

    /// @param series the reference of its series
    /// @param labels the labels of its series, asked for when it has no exemplar yet
    synchronized Outcome add(long series, Supplier<Labels> labels, Exemplar exemplar) {
        if (ring.length == 0) {
            return Outcome.DISABLED;
        }
        if (labelCharacters(exemplar.labels()) > MAX_LABEL_CHARACTERS) {
            return Outcome.LABELS_TOO_LONG;
        }
        Series of = bySeries.get(series);
        if (of != null) {
            if (isSame(of.newest, exemplar)) {
                return Outcome.ALREADY_PRESENT;
            }
            if (exemplar.time() < of.newest.time() && of.newest.time() - exemplar.time() >= window) {
                return Outcome.OUT_OF_ORDER;
            }
        }
        Slot dropped = ring[next];
        if (dropped != null) {
            drop(dropped.series);
            of = bySeries.get(series);
        }
        ring[next] = new Slot(series, exemplar);
        next = (next + 1) % ring.length;
        if (of == null) {
            of = new Series(labels.get(), exemplar);
            bySeries.put(series, of);
        } else if (exemplar.time() >= of.newest.time()) {
            of.newest = exemplar;
        }
        of.count++;
        return Outcome.STORED;
    }

    private void drop(long series) {
        Series of = bySeries.get(series);
        if (of != null && --of.count == 0) {
            bySeries.remove(series);
        }
    }

    private static boolean isSame(Exemplar a, Exemplar b) {
        return a.time() == b.time()
                && Double.doubleToRawLongBits(a.value()) == Double.doubleToRawLongBits(b.value())
                && a.labels().equals(b.labels());
    }

    private static int labelCharacters(Labels labels) {
        int characters = 0;
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            characters += characters(packed, cursor.nameOffset(), cursor.nameLength());
            characters += characters(packed, cursor.valueOffset(), cursor.valueLength());
        }
        return characters;
    }

    private static int characters(byte[] utf8, int offset, int length) {
        int characters = 0;
        for (int i = offset; i < offset + length; i++) {
            characters += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    /// The exemplars in the range of the series that all matchers of any list accept, ordered by labels and time.
    synchronized List<ExemplarSeries> select(List<List<Matcher>> selectors, TimeRange range) {
        var found = new TreeMap<Labels, List<Exemplar>>();
        for (Slot slot : ring) {
            if (slot == null || !range.contains(slot.exemplar.time())) {
                continue;
            }
            Series of = bySeries.get(slot.series);
            if (of != null && anyMatches(selectors, of.labels)) {
                found.computeIfAbsent(of.labels, labels -> new ArrayList<>()).add(slot.exemplar);
            }
        }
        var result = new ArrayList<ExemplarSeries>();
        found.forEach((labels, exemplars) -> {
            exemplars.sort(Comparator.comparingLong(Exemplar::time));
            result.add(new ExemplarSeries(labels, exemplars));
        });
        return result;
    }

    private static boolean anyMatches(List<List<Matcher>> selectors, Labels labels) {
        for (List<Matcher> matchers : selectors) {
            if (Matcher.allMatch(matchers, labels)) {
                return true;
            }
        }
        return false;
    }
}
