package io.hypnos.series.regex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What can be said of an expression without running it. All of it is exact: what is found here accepts the same values as the expression.
final class RegexAnalysis {

    /// Sets and repetitions are not spelled out into more texts than this.
    private static final int MAX_EXPANSION = 256;
    /// An alternation of texts may be as long as it was written, but not much longer.
    private static final int MAX_LITERALS = 1 << 20;
    private static final int MAX_BRANCHES = 8;

    private RegexAnalysis() {}

    /// Removes the anchors at both ends, which whole values have anyway.
    static Regex withoutAnchors(Regex regex) {
        return strip(regex, true, true);
    }

    private static Regex strip(Regex regex, boolean atStart, boolean atEnd) {
        return switch (regex) {
            case Regex.Place place when atStart && place == Regex.Place.BEGIN_TEXT -> Regex.EMPTY;
            case Regex.Place place when atEnd && place == Regex.Place.END_TEXT -> Regex.EMPTY;
            case Regex.Alternate(List<Regex> branches) -> {
                List<Regex> stripped = new ArrayList<>(branches.size());
                for (Regex branch : branches) {
                    stripped.add(strip(branch, atStart, atEnd));
                }
                yield new Regex.Alternate(List.copyOf(stripped));
            }
            case Regex.Concat(List<Regex> parts) -> stripParts(parts, atStart, atEnd);
            case Regex.Place place -> place;
            case Regex.Repeat repeat -> repeat;
            case Regex.Text text -> text;
            case Regex.OneOf one -> one;
            case Regex.Foreign foreign -> foreign;
        };
    }

    private static Regex stripParts(List<Regex> parts, boolean atStart, boolean atEnd) {
        List<Regex> left = new ArrayList<>(parts);
        while (atStart && !left.isEmpty()) {
            Regex first = strip(left.getFirst(), true, atEnd && left.size() == 1);
            left.removeFirst();
            if (!first.equals(Regex.EMPTY)) {
                left.addFirst(first);
                break;
            }
        }
        while (atEnd && !left.isEmpty()) {
            Regex last = strip(left.getLast(), atStart && left.size() == 1, true);
            left.removeLast();
            if (!last.equals(Regex.EMPTY)) {
                left.addLast(last);
                break;
            }
        }
        return left.size() == 1 ? left.getFirst() : new Regex.Concat(List.copyOf(left));
    }

    /// All values that the expression accepts, each once, or null when there are too many to name.
    static @Nullable List<String> literals(Regex regex) {
        Collection<String> values = expand(regex);
        if (values == null) {
            return null;
        }
        for (String value : values) {
            if (!isPlain(value)) {
                return null;
            }
        }
        return List.copyOf(new LinkedHashSet<>(values));
    }

    private static @Nullable List<String> expand(Regex regex) {
        return switch (regex) {
            case Regex.Text text -> List.of(text.asString());
            case Regex.OneOf(CharSet set) -> set.size() > MAX_EXPANSION ? null : members(set);
            case Regex.Concat(List<Regex> parts) -> product(parts);
            case Regex.Alternate(List<Regex> branches) -> {
                List<String> all = new ArrayList<>();
                for (Regex branch : branches) {
                    List<String> some = expand(branch);
                    if (some == null || all.size() + some.size() > MAX_LITERALS) {
                        yield null;
                    }
                    all.addAll(some);
                }
                yield all;
            }
            case Regex.Repeat(Regex part, int min, int max) -> repeated(part, min, max);
            case Regex.Place place -> null;
            case Regex.Foreign foreign -> null;
        };
    }

    private static List<String> members(CharSet set) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < set.rangeCount(); i++) {
            for (int c = set.low(i); c <= set.high(i); c++) {
                members.add(Character.toString(c));
            }
        }
        return members;
    }

    private static @Nullable List<String> product(List<Regex> parts) {
        List<String> all = List.of("");
        for (Regex part : parts) {
            List<String> some = expand(part);
            if (some == null) {
                return null;
            }
            all = product(all, some);
            if (all == null) {
                return null;
            }
        }
        return all;
    }

    private static @Nullable List<String> product(List<String> left, List<String> right) {
        long size = (long) left.size() * right.size();
        if (size > MAX_EXPANSION && left.size() > 1 && right.size() > 1 || size > MAX_LITERALS) {
            return null;
        }
        long length = 0;
        List<String> all = new ArrayList<>();
        for (String head : left) {
            for (String tail : right) {
                length += head.length() + tail.length();
                if (length > MAX_LITERALS) {
                    return null;
                }
                all.add(head + tail);
            }
        }
        return all;
    }

    private static @Nullable List<String> repeated(Regex part, int min, int max) {
        if (max == Regex.Repeat.UNLIMITED || max > MAX_EXPANSION) {
            return null;
        }
        List<String> one = expand(part);
        if (one == null) {
            return null;
        }
        List<String> times = List.of("");
        List<String> all = new ArrayList<>();
        for (int i = 0; i <= max; i++) {
            if (i > 0) {
                times = product(times, one);
            }
            if (times == null || all.size() + times.size() > MAX_EXPANSION) {
                return null;
            }
            if (i >= min) {
                all.addAll(times);
            }
        }
        return all;
    }

    /// A matcher without an automaton; null when the expression needs one.
    static @Nullable ByteMatcher shortcut(Regex regex) {
        List<String> literals = literals(regex);
        if (literals != null) {
            return literalMatcher(literals);
        }
        return regex instanceof Regex.Alternate(List<Regex> branches) ? branches(branches) : gaps(regex);
    }

    private static ByteMatcher literalMatcher(List<String> literals) {
        List<byte[]> bytes = literals.stream().map(literal -> literal.getBytes(UTF_8)).toList();
        return bytes.size() == 1 ? new LiteralMatcher(bytes.getFirst()) : new LiteralSetMatcher(bytes);
    }

    /// Whether a text stands for its own bytes alone: the replacement character also stands for bytes that are no UTF-8.
    private static boolean isPlain(String text) {
        return text.indexOf('\uFFFD') < 0 && UTF_8.newEncoder().canEncode(text);
    }

    /// Texts of an alternation become one set, the rest one matcher each.
    private static @Nullable ByteMatcher branches(List<Regex> branches) {
        List<String> literals = new ArrayList<>();
        List<ByteMatcher> matchers = new ArrayList<>();
        for (Regex branch : branches) {
            List<String> some = literals(branch);
            if (some != null) {
                literals.addAll(some);
                continue;
            }
            ByteMatcher matcher = matchers.size() < MAX_BRANCHES ? gaps(branch) : null;
            if (matcher == null) {
                return null;
            }
            matchers.add(matcher);
        }
        if (!literals.isEmpty()) {
            matchers.addFirst(literalMatcher(literals));
        }
        return new BranchMatcher(List.copyOf(matchers));
    }

    /// A matcher for texts with `.*` or `.+` between them.
    private static @Nullable ByteMatcher gaps(Regex regex) {
        List<Regex> parts = regex instanceof Regex.Concat(List<Regex> several) ? several : List.of(regex);
        List<byte[]> texts = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        texts.add(new byte[0]);
        boolean afterGap = false;
        for (Regex part : parts) {
            int gap = gap(part);
            if (gap >= 0) {
                if (afterGap) {
                    int sum = gaps.removeLast() + gap;
                    if (sum > 1) {
                        return null;
                    }
                    gap = sum;
                }
                gaps.add(gap);
                if (!afterGap) {
                    texts.add(new byte[0]);
                }
                afterGap = true;
            } else if (part instanceof Regex.Text text && isPlain(text.asString())) {
                byte[] bytes = text.asString().getBytes(UTF_8);
                texts.set(texts.size() - 1, join(texts.getLast(), bytes));
                afterGap = false;
            } else {
                return null;
            }
        }
        if (gaps.isEmpty()) {
            return null;
        }
        if (texts.size() == 2 && texts.getFirst().length == 0 && texts.getLast().length == 0) {
            return new ByteMatcher.Everything(gaps.getFirst() == 0);
        }
        return new GapMatcher(texts.getFirst(), texts.subList(1, texts.size() - 1), texts.getLast(),
                gaps.stream().mapToInt(Integer::intValue).toArray());
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    /// 0 for `.*`, 1 for `.+`, negative for anything else.
    private static int gap(Regex part) {
        return part instanceof Regex.Repeat(Regex.OneOf(CharSet set), int min, int max) && set.isAny()
                && max == Regex.Repeat.UNLIMITED && min <= 1 ? min : -1;
    }

    /// Whether any part of the expression can be matched by RE2/J alone.
    static boolean isForeign(Regex regex) {
        return switch (regex) {
            case Regex.Foreign foreign -> true;
            case Regex.Text text -> !UTF_8.newEncoder().canEncode(text.asString());
            case Regex.Concat(List<Regex> parts) -> isAnyForeign(parts);
            case Regex.Alternate(List<Regex> branches) -> isAnyForeign(branches);
            case Regex.Repeat(Regex part, int min, int max) -> isForeign(part);
            case Regex.OneOf one -> false;
            case Regex.Place place -> false;
        };
    }

    /// A loop rather than a stream: expressions nest, and a stream takes many frames of the stack at each level.
    private static boolean isAnyForeign(List<Regex> parts) {
        for (Regex part : parts) {
            if (isForeign(part)) {
                return true;
            }
        }
        return false;
    }

    /// A text that every accepted value starts with, up to the first character that may stand for more than its own bytes.
    static String prefix(Regex regex) {
        String prefix = textualPrefix(regex);
        int end = 0;
        while (end < prefix.length() && isPlain(Character.toString(prefix.codePointAt(end)))) {
            end += Character.charCount(prefix.codePointAt(end));
        }
        return prefix.substring(0, end);
    }

    private static String textualPrefix(Regex regex) {
        return switch (regex) {
            case Regex.Text text -> text.asString();
            case Regex.Concat(List<Regex> parts) -> {
                var prefix = new StringBuilder();
                for (Regex part : parts) {
                    prefix.append(textualPrefix(part));
                    if (!(part instanceof Regex.Text)) {
                        break;
                    }
                }
                yield prefix.toString();
            }
            case Regex.Alternate(List<Regex> branches) -> {
                String common = textualPrefix(branches.getFirst());
                for (Regex branch : branches) {
                    common = commonPrefix(common, textualPrefix(branch));
                }
                yield common;
            }
            case Regex.Repeat(Regex part, int min, int max) -> min > 0 ? textualPrefix(part) : "";
            case Regex.OneOf(CharSet set) -> set.size() == 1 ? Character.toString(set.low(0)) : "";
            case Regex.Place place -> "";
            case Regex.Foreign foreign -> "";
        };
    }

    private static String commonPrefix(String a, String b) {
        int length = 0;
        while (length < a.length() && length < b.length() && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        if (length > 0 && Character.isHighSurrogate(a.charAt(length - 1))) {
            length--;
        }
        return a.substring(0, length);
    }
}
