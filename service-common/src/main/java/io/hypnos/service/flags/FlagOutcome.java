package io.hypnos.service.flags;

/// What a command line asks for.
public sealed interface FlagOutcome<F> {

    /// To run.
    record Run<F>(ParsedFlags<F> parsed) implements FlagOutcome<F> {}

    /// To be told about the flags.
    record Help<F>(String text) implements FlagOutcome<F> {}

    /// To be told the version.
    record Version<F>() implements FlagOutcome<F> {}
}
