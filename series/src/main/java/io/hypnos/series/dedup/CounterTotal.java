package io.hypnos.series.dedup;

import io.hypnos.series.Samples;

/// A counter's running total with resets taken out, over the chunks of one replica.
///
/// A downsampled counter chunk begins with the first raw value of its stretch, goes on with running totals, and ends with the last time once
/// more and the last raw value. The latter is what the next chunk's first value is compared with. Plain chunks beside them fit in as they are. NaN, stale
/// markers among them, are left out, and so is everything that does not go forward in time. Histograms pass as they are.
final class CounterTotal {

    private boolean started;
    private boolean any;
    private long lastTime;
    private double lastRaw;
    private double total;

    /// Turns the samples from index `from` on into totals.
    void apply(Samples samples, int from) {
        if (!samples.hasHistograms() && !samples.hasStartTimes()) {
            samples.truncate(applyToFloats(samples.times(), samples.values(), from, samples.size()));
        } else {
            applyToAny(samples, from);
        }
    }

    /// What nearly all counters are: no histograms, all times ascending.
    private int applyToFloats(long[] times, double[] values, int from, int to) {
        int kept = from;
        long last = lastTime;
        double raw = lastRaw;
        double sum = total;
        int i = from;
        for (; i < to && !started; i++) {
            if (!Double.isNaN(values[i]) && (!any || times[i] > last)) {
                last = times[i];
                raw = values[i];
                sum = raw;
                times[kept] = last;
                values[kept++] = sum;
                started = true;
                any = true;
            }
        }
        for (; i < to; i++) {
            long t = times[i];
            double v = values[i];
            if (t > last && v >= raw) {
                sum += v - raw;
            } else if (t > last && v < raw) {
                sum += v;
            } else {
                raw = t == last && !Double.isNaN(v) ? v : raw;
                continue;
            }
            last = t;
            raw = v;
            times[kept] = t;
            values[kept++] = sum;
        }
        lastTime = last;
        lastRaw = raw;
        total = sum;
        return kept;
    }

    private void applyToAny(Samples samples, int from) {
        long[] times = samples.times();
        double[] values = samples.values();
        int kept = from;
        int size = samples.size();
        for (int i = from; i < size; i++) {
            long t = times[i];
            if (samples.histogramRow(i) >= 0) {
                if (!any || t > lastTime) {
                    samples.move(i, kept++);
                    lastTime = t;
                    any = true;
                }
                continue;
            }
            double v = values[i];
            if (Double.isNaN(v)) {
                continue;
            }
            if (started && t == lastTime) {
                lastRaw = v;
            } else if (!any || t > lastTime) {
                total = started ? total + (v >= lastRaw ? v - lastRaw : v) : v;
                samples.move(i, kept);
                values[kept++] = total;
                lastRaw = v;
                lastTime = t;
                started = true;
                any = true;
            }
        }
        samples.truncate(kept);
    }
}
