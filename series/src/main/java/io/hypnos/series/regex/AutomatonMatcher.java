package io.hypnos.series.regex;

import org.jspecify.annotations.Nullable;

/// Runs an expression on automata over bytes: a lazy deterministic one, and where that has too many states, a parallel one for small
/// expressions.
final class AutomatonMatcher implements ByteMatcher {

    private final String regex;
    private final LazyDfa dfa;
    private final @Nullable ParallelNfa parallel;

    AutomatonMatcher(String regex, ByteProgram program) {
        this.regex = regex;
        dfa = new LazyDfa(program);
        parallel = ParallelNfa.of(program);
    }

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        if (run(data, offset, length)) {
            return true;
        }
        // Only valid UTF-8 matches. A stray byte would have to be taken for a replacement character.
        if (Utf8.isAscii(data, offset, length) || Utf8.isValid(data, offset, length)) {
            return false;
        }
        byte[] repaired = Utf8.repair(data, offset, length);
        return run(repaired, 0, repaired.length);
    }

    private boolean run(byte[] data, int offset, int length) {
        return switch (dfa.match(data, offset, length, parallel != null)) {
            case MATCH -> true;
            case NO_MATCH -> false;
            case GIVEN_UP -> runOtherwise(data, offset, length);
        };
    }

    private boolean runOtherwise(byte[] data, int offset, int length) {
        if (parallel != null && Utf8.isAscii(data, offset, length)) {
            return parallel.matches(data, offset, length);
        }
        return switch (dfa.match(data, offset, length, false)) {
            case MATCH -> true;
            case NO_MATCH -> false;
            case GIVEN_UP -> throw new RegexTooCostlyException(regex, length);
        };
    }
}
