package io.hypnos.objstore.config;

/// A configuration that cannot be used. The message names the file, the line and what would be right, and holds no secret.
public final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }
}
