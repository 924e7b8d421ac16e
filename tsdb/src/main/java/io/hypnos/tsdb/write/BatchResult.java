package io.hypnos.tsdb.write;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// What became of a batch: either it was refused as a whole, or every sample of it has an [AppendResult].
///
/// Counts are of samples, floats and histograms alike; exemplars are counted apart because they are never a reason to refuse anything.
public final class BatchResult {

    private final @Nullable Refusal refusal;
    /// By series of the batch, the ordinal of the worst result of its samples; -1 for a series that was not asked for or has none.
    private final byte[] worst;
    private final int[] counts = new int[AppendResult.COUNT];
    private final @Nullable Example[] examples = new Example[AppendResult.COUNT];
    private int histogramsStored;
    private int exemplarsStored;
    private int exemplarsRefused;

    private BatchResult(@Nullable Refusal refusal, int seriesCount) {
        this.refusal = refusal;
        this.worst = new byte[seriesCount];
        Arrays.fill(worst, (byte) -1);
    }

    /// The first sample that met with a result.
    ///
    /// @param series number of its series in the batch
    /// @param time   epoch milliseconds
    /// @param value  NaN for a histogram
    public record Example(int series, long time, double value) {}

    /// An answer without verdicts yet.
    public static BatchResult of(int seriesCount) {
        return new BatchResult(null, seriesCount);
    }

    public static BatchResult refused(Refusal refusal) {
        return new BatchResult(refusal, 0);
    }

    /// Why nothing at all was stored; null when the batch was looked at.
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /// Whether every sample can be read back now.
    public boolean isComplete() {
        return refusal == null
                && counts[AppendResult.APPENDED.ordinal()] + counts[AppendResult.ALREADY_PRESENT.ordinal()] == total();
    }

    /// The worst that befell a sample of the series; null when it has no samples, or none were asked for.
    public @Nullable AppendResult series(int series) {
        int ordinal = worst[series];
        return ordinal < 0 ? null : AppendResult.of(ordinal);
    }

    /// Number of samples with this result.
    public int count(AppendResult result) {
        return counts[result.ordinal()];
    }

    /// The first sample with this result.
    public @Nullable Example example(AppendResult result) {
        return examples[result.ordinal()];
    }

    /// Samples that can be read back now, histograms included.
    public int samplesStored() {
        return counts[AppendResult.APPENDED.ordinal()] + counts[AppendResult.ALREADY_PRESENT.ordinal()];
    }

    /// How many of [#samplesStored()] are histograms.
    public int histogramsStored() {
        return histogramsStored;
    }

    public int exemplarsStored() {
        return exemplarsStored;
    }

    public int exemplarsRefused() {
        return exemplarsRefused;
    }

    private int total() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /// Notes the result of one float sample.
    public void note(int series, AppendResult result, long time, double value) {
        int ordinal = result.ordinal();
        counts[ordinal]++;
        if (ordinal > worst[series]) {
            worst[series] = (byte) ordinal;
        }
        if (ordinal != 0 && examples[ordinal] == null) {
            examples[ordinal] = new Example(series, time, value);
        }
    }

    /// Notes `count` float samples of one series that were all stored.
    public void noteAppended(int series, int count) {
        counts[0] += count;
        if (worst[series] < 0) {
            worst[series] = 0;
        }
    }

    public void noteHistogram(int series, AppendResult result, long time) {
        note(series, result, time, Double.NaN);
        if (result.stored()) {
            histogramsStored++;
        }
    }

    public void noteExemplar(boolean stored) {
        if (stored) {
            exemplarsStored++;
        } else {
            exemplarsRefused++;
        }
    }
}
