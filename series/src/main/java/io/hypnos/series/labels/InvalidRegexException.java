package io.hypnos.series.labels;

/// A pattern that RE2 does not accept.
public final class InvalidRegexException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidRegexException(String message, Throwable cause) {
        super(message, cause);
    }
}
