package io.hypnos.series.labels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The order of label names and values: by their UTF-8 bytes, which is by code point. Differs from [String#compareTo(String)] where a
/// character beyond the basic plane meets one in U+E000..U+FFFF.
public final class TextOrder {

    public static final Comparator<String> BY_BYTES = TextOrder::compare;

    private TextOrder() {}

    /// The distinct texts, ascending.
    public static List<String> sorted(Collection<String> texts) {
        var set = new TreeSet<>(BY_BYTES);
        set.addAll(texts);
        return new ArrayList<>(set);
    }

    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y) ? x - y : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
