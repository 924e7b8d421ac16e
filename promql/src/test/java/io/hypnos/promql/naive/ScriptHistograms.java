package io.hypnos.promql.naive;

/// Arithmetic of histograms for those who write them down, not for evaluation.
public final class ScriptHistograms {

    private ScriptHistograms() {}

    /// The sum or the difference.
    ///
    /// @throws IllegalArgumentException when one has custom buckets and the other has not
    public static NaiveHistogram combined(NaiveHistogram a, NaiveHistogram b, boolean add) {
        try {
            return (add ? HistogramSum.plus(a, b) : HistogramSum.minus(a, b)).histogram();
        } catch (IncompatibleHistogramsException e) {
            throw new IllegalArgumentException("custom and exponential buckets", e);
        }
    }
}
