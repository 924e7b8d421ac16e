package io.hypnos.compact.engine;

import java.util.List;

/// How one pass over the bucket went.
///
/// @param compactions merges that were done
/// @param halted      groups that need a human, with the reason
/// @param failures    what failed and will be tried again, a line each
public record PassResult(int compactions, List<GroupOutcome.Halted> halted, List<String> failures) {

    public PassResult {
        halted = List.copyOf(halted);
        failures = List.copyOf(failures);
    }

    /// Whether everything that could be done was done.
    public boolean isClean() {
        return failures.isEmpty();
    }
}
