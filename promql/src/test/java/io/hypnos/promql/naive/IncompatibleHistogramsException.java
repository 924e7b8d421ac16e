package io.hypnos.promql.naive;

/// One histogram has exponential buckets, the other custom ones.
final class IncompatibleHistogramsException extends Exception {

    private static final long serialVersionUID = 1L;
}
