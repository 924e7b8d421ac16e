package io.hypnos.series.dedup;

import java.util.ArrayList;
import java.util.List;

/// Penalty dedup as its rule is told: sample by sample, with iterators that wrap each other.
final class PlainPenalty {

    private PlainPenalty() {}

    /// @param isFloat false for a histogram, whose value only stands for it
    record Sample(long t, double v, boolean isFloat) {

        @Override
        public boolean equals(Object o) {
            return o instanceof Sample other && t == other.t && isFloat == other.isFloat
                    && Double.doubleToRawLongBits(v) == Double.doubleToRawLongBits(other.v);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(t);
        }
    }

    static List<Sample> merge(List<List<Sample>> replicas, boolean counter) {
        Iterator all = new ListIterator(replicas.getFirst(), counter);
        for (List<Sample> replica : replicas.subList(1, replicas.size())) {
            all = new DedupIterator(all, new ListIterator(replica, counter));
        }
        List<Sample> merged = new ArrayList<>();
        while (all.next()) {
            merged.add(all.at());
        }
        return merged;
    }

    /// The same for raw values of a counter, one replica after the other: a fall at a change stays if the replica has fallen itself.
    static List<Sample> mergeRaw(List<List<Sample>> replicas) {
        List<Sample> all = replicas.getFirst();
        for (List<Sample> replica : replicas.subList(1, replicas.size())) {
            all = mergeRaw(all, replica);
        }
        return all;
    }

    private static List<Sample> mergeRaw(List<Sample> a, List<Sample> b) {
        var both = new DedupIterator(new ListIterator(a, false), new ListIterator(b, false));
        List<Sample> merged = new ArrayList<>();
        boolean usedA = true;
        double offset = 0;
        double previous = Double.NaN;
        while (true) {
            long penaltyA = both.penA;
            long penaltyB = both.penB;
            if (!both.next()) {
                return merged;
            }
            Sample sample = both.at();
            if (both.useA != usedA) {
                usedA = both.useA;
                offset = bridge(merged, sample, usedA ? a : b, usedA ? penaltyA : penaltyB);
                previous = Double.NaN;
            }
            if (!sample.isFloat || Double.isNaN(sample.v)) {
                merged.add(sample);
                continue;
            }
            if (sample.v < previous) {
                offset = 0;
            }
            previous = sample.v;
            merged.add(offset == 0 ? sample : new Sample(sample.t, sample.v + offset, true));
        }
    }

    private static double bridge(List<Sample> merged, Sample sample, List<Sample> replica, long apart) {
        Sample next = replica.stream().filter(s -> s.t >= sample.t && !(s.isFloat && Double.isNaN(s.v))).findFirst()
                .orElse(sample);
        List<Sample> numbers = merged.stream().filter(s -> !s.isFloat || !Double.isNaN(s.v)).toList();
        if (numbers.isEmpty() || !numbers.getLast().isFloat || !next.isFloat || !(next.v < numbers.getLast().v)) {
            return 0;
        }
        Sample last = numbers.getLast();
        List<Sample> own = replica.stream().filter(s -> s.isFloat && !Double.isNaN(s.v) && s.t <= next.t).toList();
        int from = own.size() - 1;
        while (from > 0 && own.get(from).t > last.t - apart) {
            from--;
        }
        if (falls(own, own.get(from).t) > falls(numbers, own.get(from).t - apart)) {
            return 0;
        }
        double offset = last.v - next.v;
        return next.v + offset < last.v ? offset + Math.ulp(last.v) : offset;
    }

    /// How often the values fall from the last one of a moment or before up to the end.
    private static int falls(List<Sample> samples, long since) {
        List<Sample> floats = samples.stream().filter(Sample::isFloat).toList();
        int falls = 0;
        for (int i = floats.size() - 1; i > 0 && floats.get(i).t > since; i--) {
            falls += floats.get(i).v < floats.get(i - 1).v ? 1 : 0;
        }
        return falls;
    }

    private interface Iterator {
        boolean next();

        boolean seek(long t);

        Sample at();

        void adjust(double last);
    }

    private static final class ListIterator implements Iterator {
        private final List<Sample> samples;
        private final boolean counter;
        private int i = -1;
        private double error;

        ListIterator(List<Sample> samples, boolean counter) {
            this.samples = samples;
            this.counter = counter;
        }

        @Override
        public boolean next() {
            return ++i < samples.size();
        }

        @Override
        public boolean seek(long t) {
            while (i < samples.size() && samples.get(i).t < t) {
                i++;
            }
            return i < samples.size();
        }

        @Override
        public Sample at() {
            Sample s = samples.get(i);
            return s.isFloat && counter && error != 0 ? new Sample(s.t, s.v + error, true) : s;
        }

        @Override
        public void adjust(double last) {
            if (counter && last > at().v) {
                error += last - at().v;
            }
            if (counter && last > at().v) {
                error += Math.ulp(last);
            }
        }
    }

    private static final class DedupIterator implements Iterator {
        private final Iterator a;
        private final Iterator b;
        private boolean aOk;
        private boolean bOk;
        private long lastT = Long.MIN_VALUE;
        private long penA;
        private long penB;
        private boolean useA = true;

        DedupIterator(Iterator a, Iterator b) {
            this.a = a;
            this.b = b;
            aOk = a.next();
            bOk = b.next();
        }

        @Override
        public boolean next() {
            boolean before = useA;
            Sample last = (useA ? aOk : bOk) ? at() : null;
            boolean result = advance();
            if (useA != before && last != null && last.isFloat) {
                adjust(last.v);
            }
            return result;
        }

        private boolean advance() {
            if (aOk) {
                aOk = a.seek(lastT + 1 + penA);
            }
            if (bOk) {
                bOk = b.seek(lastT + 1 + penB);
            }
            if (!aOk) {
                useA = false;
                if (bOk) {
                    lastT = b.at().t;
                    penB = 0;
                }
                return bOk;
            }
            if (!bOk) {
                useA = true;
                lastT = a.at().t;
                penA = 0;
                return true;
            }
            long ta = a.at().t;
            long tb = b.at().t;
            useA = ta <= tb;
            if (useA) {
                penB = lastT == Long.MIN_VALUE ? 5000 : 2 * (ta - lastT);
                penA = 0;
                lastT = ta;
            } else {
                penA = lastT == Long.MIN_VALUE ? 5000 : 2 * (tb - lastT);
                penB = 0;
                lastT = tb;
            }
            return true;
        }

        @Override
        public boolean seek(long t) {
            while (useA ? aOk : bOk) {
                if (at().t >= t) {
                    return true;
                }
                if (!next()) {
                    return false;
                }
            }
            return false;
        }

        @Override
        public Sample at() {
            return useA ? a.at() : b.at();
        }

        @Override
        public void adjust(double last) {
            if (aOk && a.at().isFloat) {
                a.adjust(last);
            }
            if (bOk && b.at().isFloat) {
                b.adjust(last);
            }
        }
    }

    /// The running total of a counter's chunks, one list for each.
    static List<Sample> counterTotal(List<List<Sample>> chunks) {
        List<Sample> totals = new ArrayList<>();
        boolean started = false;
        long lastT = Long.MIN_VALUE;
        double lastV = 0;
        double sum = 0;
        for (List<Sample> chunk : chunks) {
            for (Sample s : chunk) {
                if (!s.isFloat) {
                    if (s.t > lastT) {
                        lastT = s.t;
                        totals.add(s);
                    }
                } else if (!Double.isNaN(s.v)) {
                    if (!started) {
                        if (s.t > lastT) {
                            sum = s.v;
                            lastV = s.v;
                            lastT = s.t;
                            started = true;
                            totals.add(new Sample(s.t, sum, true));
                        }
                    } else if (s.t > lastT) {
                        sum += s.v >= lastV ? s.v - lastV : s.v;
                        lastV = s.v;
                        lastT = s.t;
                        totals.add(new Sample(s.t, sum, true));
                    } else if (s.t == lastT) {
                        lastV = s.v;
                    }
                }
            }
        }
        return totals;
    }
}
