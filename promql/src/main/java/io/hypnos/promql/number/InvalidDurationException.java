package io.hypnos.promql.number;

/// A text that is no duration.
public final class InvalidDurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidDurationException(String message) {
        super(message);
    }
}
