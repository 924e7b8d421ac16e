package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Texts in the order in which people sort them: runs of digits count as numbers. An empty text has no place of its own: it is behind
/// whatever it is compared with.
final class NaturalOrder {

    private static final Pattern RUN = Pattern.compile("[0-9]+|[^0-9]+", Pattern.DOTALL);

    private NaturalOrder() {}

    static int compare(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        return isLess(a, b) ? -1 : 1;
    }

    private static boolean isLess(String a, String b) {
        List<String> left = runs(a);
        List<String> right = runs(b);
        for (int i = 0; i < left.size(); i++) {
            if (i >= right.size()) {
                return false;
            }
            Long leftNumber = number(left.get(i));
            Long rightNumber = number(right.get(i));
            boolean equal = leftNumber != null && rightNumber != null
                    ? leftNumber.equals(rightNumber)
                    : left.get(i).equals(right.get(i));
            if (!equal) {
                return leftNumber != null && rightNumber != null
                        ? leftNumber < rightNumber
                        : left.get(i).compareTo(right.get(i)) < 0;
            }
            if (i == left.size() - 1) {
                return true;
            }
            if (i == right.size() - 1) {
                return false;
            }
        }
        return false;
    }

    private static @Nullable Long number(String run) {
        try {
            return run.charAt(0) <= '9' ? Long.parseLong(run) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<String> runs(String text) {
        List<String> runs = new ArrayList<>();
        Matcher matcher = RUN.matcher(text);
        while (matcher.find()) {
            runs.add(matcher.group());
        }
        return runs;
    }
}
