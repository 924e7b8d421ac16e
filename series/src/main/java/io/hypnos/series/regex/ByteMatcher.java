package io.hypnos.series.regex;

/// Says whether a slice of UTF-8 bytes matches as a whole. Immutable, or safe for use by several threads.
public sealed interface ByteMatcher permits ByteMatcher.Everything, LiteralMatcher, LiteralSetMatcher, GapMatcher,
        BranchMatcher, AutomatonMatcher, ForeignMatcher {

    boolean matches(byte[] data, int offset, int length);

    /// Accepts every value, or every one that is not empty.
    record Everything(boolean emptyToo) implements ByteMatcher {

        @Override
        public boolean matches(byte[] data, int offset, int length) {
            return emptyToo || length > 0;
        }
    }
}
