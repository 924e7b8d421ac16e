package io.hypnos.receive.tenant;

/// The database of a tenant cannot be opened at the moment; the others go on.
public final class TenantUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TenantUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
