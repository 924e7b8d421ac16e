package io.hypnos.promql.promqltest;

/// A script that is not in the language, or whose data cannot be loaded.
public final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
