package io.hypnos.compact.engine;

import java.io.IOException;

/// The right to change the bucket. Whoever changes it asks before each change, so that a compactor that has lost its right, perhaps without
/// having noticed yet, does no harm.
@FunctionalInterface
public interface Lease {

    /// A right that nobody disputes.
    Lease UNDISPUTED = () -> {};

    /// @throws LeaseLostException when the right is gone
    void check() throws LeaseLostException;

    /// Another compactor may have taken over; what was going on must end without changing anything.
    final class LeaseLostException extends IOException {

        private static final long serialVersionUID = 1L;

        LeaseLostException(String message) {
            super(message);
        }
    }
}
