package io.hypnos.series.relabel;

/// A rule that makes no sense; the message says why.
public final class InvalidRelabelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidRelabelException(String message) {
        super(message);
    }
}
