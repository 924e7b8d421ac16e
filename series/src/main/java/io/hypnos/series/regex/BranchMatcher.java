package io.hypnos.series.regex;

import java.util.List;

/// Accepts what any of a few matchers accepts.
record BranchMatcher(List<ByteMatcher> branches) implements ByteMatcher {

    @Override
    public boolean matches(byte[] data, int offset, int length) {
        for (ByteMatcher branch : branches) {
            if (branch.matches(data, offset, length)) {
                return true;
            }
        }
        return false;
    }
}
