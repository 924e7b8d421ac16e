package io.hypnos.promql.exec.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Texts in the order in which people count: runs of digits compare as numbers, so `node-2` stands before `node-10`.
final class NaturalOrder {

    private static final int MAX_DIGITS = 18;

    private NaturalOrder() {}

    static int compare(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        List<String> left = chunks(a);
        List<String> right = chunks(b);
        for (int i = 0; i < left.size() && i < right.size(); i++) {
            int order = compareChunks(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        // Texts that differ only in leading zeros count as ascending, as the field's sort has it.
        return left.size() == right.size() ? -1 : Integer.compare(left.size(), right.size());
    }

    private static int compareChunks(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        }
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }

    private static boolean isNumber(String chunk) {
        return isDigit(chunk.charAt(0)) && chunk.length() <= MAX_DIGITS;
    }

    private static List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || isDigit(text.charAt(i)) != isDigit(text.charAt(start))) {
                chunks.add(text.substring(start, i));
                start = i;
            }
        }
        return chunks;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
