package io.hypnos.series.regex;

/// Finds a literal in time linear in the text, whatever the two look like (Knuth, Morris and Pratt), with a short cut to the next place
/// where its first byte stands.
final class ByteSearch {

    private final byte[] literal;
    /// For each length of a partial match the length of the longest shorter one that is a suffix of it.
    private final int[] fallbacks;

    ByteSearch(byte[] literal) {
        this.literal = literal;
        fallbacks = new int[literal.length + 1];
        int matched = 0;
        for (int i = 1; i < literal.length; i++) {
            while (matched > 0 && literal[i] != literal[matched]) {
                matched = fallbacks[matched];
            }
            if (literal[i] == literal[matched]) {
                matched++;
            }
            fallbacks[i + 1] = matched;
        }
    }

    /// The index behind the first occurrence that lies within `[from, to)`; negative when there is none.
    int find(byte[] data, int from, int to) {
        int matched = 0;
        byte first = literal[0];
        for (int i = from; i < to; i++) {
            byte b = data[i];
            if (matched == 0) {
                while (b != first) {
                    if (++i == to) {
                        return -1;
                    }
                    b = data[i];
                }
            }
            while (matched > 0 && b != literal[matched]) {
                matched = fallbacks[matched];
            }
            if (b == literal[matched] && ++matched == literal.length) {
                return i + 1;
            }
        }
        return -1;
    }
}
