package io.hypnos.service.tenancy;

/// A request names a tenant that cannot be one. The message says why, without repeating what was sent.
public final class InvalidTenantException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidTenantException(String message) {
        super(message);
    }
}
