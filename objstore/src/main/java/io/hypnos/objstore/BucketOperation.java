package io.hypnos.objstore;

/// What is done to a bucket, by the names that dashboards and alerts know.
public enum BucketOperation {
    ITER("iter"), GET("get"), GET_RANGE("get_range"), EXISTS("exists"), UPLOAD("upload"), DELETE("delete"), ATTRIBUTES(
            "attributes");

    private final String label;

    BucketOperation(String label) {
        this.label = label;
    }

    /// The value of the `operation` label.
    public String label() {
        return label;
    }
}
