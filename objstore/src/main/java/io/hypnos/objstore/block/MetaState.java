package io.hypnos.objstore.block;

/// What became of a block during one look at the bucket, by the names that dashboards know.
public enum MetaState {
    /// In use.
    LOADED("loaded"),
    /// Its meta is not there: not uploaded completely, or half deleted.
    NO_META("no-meta-json"),
    /// Its meta is there and cannot be understood.
    CORRUPTED_META("corrupted-meta-json"),
    /// Its meta could not be read this time.
    FAILED("failed"), TIME_EXCLUDED("time-excluded"), LABEL_EXCLUDED("label-excluded"), TOO_FRESH(
            "too-fresh"), MARKED_FOR_DELETION("marked-for-deletion"),
    /// All that is in it is in another block, too.
    DUPLICATE("duplicate"),
    /// In use, but not compacted.
    MARKED_FOR_NO_COMPACT("marked-for-no-compact"),
    /// In use, but not downsampled.
    MARKED_FOR_NO_DOWNSAMPLE("marked-for-no-downsample");

    private final String label;

    MetaState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
