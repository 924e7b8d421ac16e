package io.hypnos.series.regex;

/// A text is no valid expression, or one that is too large to be run.
public final class RegexSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    RegexSyntaxException(String message) {
        super(message);
    }
}
