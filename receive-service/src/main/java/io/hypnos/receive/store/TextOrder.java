package io.hypnos.receive.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/// The order of texts that every API of the field uses: by the bytes of their UTF-8, which is not the order of Java's strings.
final class TextOrder {

    static final Comparator<String> BYTES = (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    private TextOrder() {}
}
