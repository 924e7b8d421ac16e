package io.hypnos.tsdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/// The order of label names and values.
final class Texts {

    /// As unsigned UTF-8 bytes, which is not the order of [String#compareTo].
    static final Comparator<String> BY_BYTES = (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    private Texts() {}
}
