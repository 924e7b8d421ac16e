package io.hypnos.service.config;

/// A configuration that cannot be used; the message names the file, the line and what would be right.
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
