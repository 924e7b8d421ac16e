package io.hypnos.series.histogram;

/// Why a histogram is not accepted for storage.
public enum HistogramProblem {
    SPANS_BUCKETS_MISMATCH("histogram spans specify different number of buckets than provided"), SPAN_NEGATIVE_OFFSET(
            "histogram has a span whose offset is negative"), NEGATIVE_BUCKET_COUNT(
                    "histogram has a bucket whose observation count is negative"), NEGATIVE_COUNT(
                            "histogram's observation count is negative"), COUNT_NOT_BIG_ENOUGH(
                                    "histogram's observation count should be at least the number of observations found in the buckets"), COUNT_MISMATCH(
                                            "histogram's observation count should equal the number of observations found in the buckets (in absence of NaN)"), CUSTOM_BOUNDS_TOO_FEW(
                                                    "histogram custom bounds are too few"), CUSTOM_BOUNDS_NOT_INCREASING(
                                                            "histogram custom bounds must be in strictly increasing order"), CUSTOM_BOUNDS_INFINITE(
                                                                    "histogram custom bounds must be finite"), CUSTOM_BOUNDS_NAN(
                                                                            "histogram custom bounds must not be NaN"), CUSTOM_BUCKETS_ZERO_COUNT(
                                                                                    "custom buckets: must have zero count of 0"), CUSTOM_BUCKETS_ZERO_THRESHOLD(
                                                                                            "custom buckets: must have zero threshold of 0"), CUSTOM_BUCKETS_NEGATIVE_SIDE(
                                                                                                    "custom buckets: must not have negative buckets"), EXPONENTIAL_WITH_CUSTOM_BOUNDS(
                                                                                                            "histogram with exponential schema must not have custom bounds"), INVALID_SCHEMA(
                                                                                                                    "histogram has an invalid schema, which must be between "
                                                                                                                            + HistogramLayout.MIN_EXPONENTIAL_SCHEMA
                                                                                                                            + " and "
                                                                                                                            + HistogramLayout.MAX_EXPONENTIAL_SCHEMA
                                                                                                                            + " for exponential buckets, or "
                                                                                                                            + HistogramLayout.CUSTOM_BUCKETS
                                                                                                                            + " for custom buckets");

    private final String message;

    HistogramProblem(String message) {
        this.message = message;
    }

    /// For whoever sent the histogram.
    public String message() {
        return message;
    }
}
