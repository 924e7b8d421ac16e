package io.hypnos.series.dedup;

import java.util.List;

import io.hypnos.series.Samples;
import io.hypnos.series.histogram.CounterResetHint;

/// Joins replicas that are copies of each other: every time that any of them has comes once. Of several at one time the one of the replica
/// that gave the sample before is taken, else the first.
///
/// A histogram that does not follow the one before it in its own replica says nothing any more about resets, unless it is a gauge.
final class ChainMerge {

    private final List<Samples> replicas;
    private final int[] positions;

    private ChainMerge(List<Samples> replicas) {
        this.replicas = replicas;
        positions = new int[replicas.size()];
    }

    /// @param replicas each ascending; `into` is cleared
    static void merge(List<Samples> replicas, Samples into) {
        into.clear();
        if (replicas.size() == 2 && isPlain(replicas.getFirst()) && isPlain(replicas.getLast())) {
            mergeFloats(replicas.getFirst(), replicas.getLast(), into);
        } else {
            new ChainMerge(replicas).run(into);
        }
    }

    private static boolean isPlain(Samples samples) {
        return !samples.hasHistograms() && !samples.hasStartTimes();
    }

    /// The common case straight on the columns. Replicas that were scraped apart take turns at every sample, so that there are no runs to copy.
    private static void mergeFloats(Samples a, Samples b, Samples into) {
        into.ensureRoom(a.size() + b.size());
        long[] times = into.times();
        double[] values = into.values();
        long[] aTimes = a.times();
        long[] bTimes = b.times();
        double[] aValues = a.values();
        double[] bValues = b.values();
        int aSize = a.size();
        int bSize = b.size();
        boolean fromB = false;
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < aSize && j < bSize) {
            long ta = aTimes[i];
            long tb = bTimes[j];
            fromB = tb < ta || tb == ta && fromB;
            times[size] = fromB ? tb : ta;
            values[size++] = fromB ? bValues[j] : aValues[i];
            i += ta <= tb ? 1 : 0;
            j += tb <= ta ? 1 : 0;
        }
        System.arraycopy(aTimes, i, times, size, aSize - i);
        System.arraycopy(aValues, i, values, size, aSize - i);
        size += aSize - i;
        System.arraycopy(bTimes, j, times, size, bSize - j);
        System.arraycopy(bValues, j, values, size, bSize - j);
        into.grow(size + bSize - j);
    }

    private void run(Samples into) {
        int current = -1;
        for (int replica = earliest(-1); replica >= 0; replica = earliest(current)) {
            int from = positions[replica];
            int to = end(replica);
            int added = into.size();
            into.addAll(replicas.get(replica), from, to);
            if (replica != current) {
                forgetReset(into, added);
            }
            current = replica;
            positions[replica] = to;
            skipTo(into.time(into.size() - 1));
        }
    }

    private static void forgetReset(Samples into, int sample) {
        int row = into.histogramRow(sample);
        if (row >= 0 && into.histograms().hint(row) != CounterResetHint.GAUGE) {
            into.histograms().setHint(row, CounterResetHint.UNKNOWN);
        }
    }

    /// The replica whose next sample is the earliest; `preferred` if it is among them.
    private int earliest(int preferred) {
        int best = -1;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == replicas.get(i).size()) {
                continue;
            }
            if (best < 0 || time(i) < time(best) || i == preferred && time(i) == time(best)) {
                best = i;
            }
        }
        return best;
    }

    private long time(int replica) {
        return replicas.get(replica).time(positions[replica]);
    }

    /// Behind the samples of a replica that come before every sample of the others, times they share included; at least one.
    private int end(int replica) {
        long limit = Long.MAX_VALUE;
        for (int i = 0; i < positions.length; i++) {
            if (i != replica && positions[i] < replicas.get(i).size()) {
                limit = Math.min(limit, time(i));
            }
        }
        Samples samples = replicas.get(replica);
        int to = positions[replica] + 1;
        while (to < samples.size() && samples.time(to) <= limit) {
            to++;
        }
        return to;
    }

    private void skipTo(long time) {
        for (int i = 0; i < positions.length; i++) {
            while (positions[i] < replicas.get(i).size() && time(i) <= time) {
                positions[i]++;
            }
        }
    }
}
