package io.hypnos.allinone.up;

/// A role of an installation cannot start; the message is a line for the operator and begins with the role's name.
final class RoleStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RoleStartException(String message, Throwable cause) {
        super(message, cause);
    }

    RoleStartException(String message) {
        super(message);
    }
}
