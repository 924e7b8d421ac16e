package io.hypnos.receive.wire;

/// Why a series of a request is refused while the others are taken. All of these are the sender's fault and never go away by trying again.
public enum SeriesFault {
    NO_METRIC_NAME("has no metric name"), EMPTY_LABEL_NAME("has a label without a name"), DUPLICATE_LABEL(
            "has a label twice"), INVALID_UTF8("has a label that is not UTF-8"), TOO_MANY_LABELS(
                    "has more labels than are allowed"), BROKEN_LABELS("has labels that cannot be read"), BAD_REFERENCE(
                            "refers to symbols that are not there"), NO_SAMPLES(
                                    "has neither samples nor histograms"), INVALID_TENANT(
                                            "names a tenant that cannot be one"), INVALID_HISTOGRAM(
                                                    "has a native histogram that contradicts itself");

    /// Far above what anybody means; keeps work per series bounded.
    static final int MAX_LABELS = 1024;

    private final String text;

    SeriesFault(String text) {
        this.text = text;
    }

    /// As part of a sentence: `series {…} has no metric name`.
    public String text() {
        return text;
    }
}
