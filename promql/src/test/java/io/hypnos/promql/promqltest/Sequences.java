package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.ScriptHistograms;
import io.hypnos.promql.number.Durations;

/// The expanding notation for values: `1 2+3x4 _ stale {{count:1}}x2`.
final class Sequences {

    private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    private static final String NUMBER = "(?:inf|nan|stale|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[-+]?[0-9]+)?)";
    private static final Pattern FLOATS = Pattern.compile("([-+]?" + NUMBER + ")(?:([-+]" + NUMBER + ")?x([0-9]+))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HISTOGRAMS = Pattern
            .compile("\\{\\{([^}]*)}}(?:(?:([-+])\\{\\{([^}]*)}})?x([0-9]+))?");
    private static final Pattern DURATIONS = Pattern
            .compile("([-+]?[0-9]+[a-wyz]*)(?:([-+][0-9]+[a-wyz]*)?x([0-9]+))?");

    private Sequences() {}

    /// @throws ScriptException when the text is no sequence
    static List<SequenceValue> values(String text, int line) {
        List<SequenceValue> result = new ArrayList<>();
        for (String item : items(text)) {
            Integer gaps = gaps(item);
            if (gaps != null) {
                result.addAll(Collections.nCopies(gaps, SequenceValue.GAP));
            } else if (item.startsWith("{{")) {
                addHistograms(item, line, result);
            } else {
                addFloats(item, line, result);
            }
        }
        return result;
    }

    /// Milliseconds of each start, relative to its sample; null where it is unknown.
    static List<@Nullable Long> starts(String text, int line) {
        List<@Nullable Long> result = new ArrayList<>();
        for (String item : items(text)) {
            Integer gaps = gaps(item);
            if (gaps != null) {
                for (int i = 0; i < gaps; i++) {
                    result.add(null);
                }
                continue;
            }
            Matcher matcher = DURATIONS.matcher(item);
            if (!matcher.matches()) {
                throw new ScriptException(line, "no start time: " + item);
            }
            long value = millis(matcher.group(1));
            long increment = matcher.group(2) == null ? 0 : millis(matcher.group(2));
            int copies = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
            for (int i = 0; i <= copies; i++) {
                result.add(value);
                value += increment;
            }
        }
        return result;
    }

    private static long millis(String signed) {
        boolean negative = signed.startsWith("-");
        String text = signed.replaceFirst("^[-+]", "");
        long millis = Durations.parse(text) / 1_000_000;
        return negative ? -millis : millis;
    }

    private static @Nullable Integer gaps(String item) {
        if (item.equals("_")) {
            return 1;
        }
        return item.matches("_x[0-9]+") ? Integer.valueOf(item.substring(2)) : null;
    }

    private static void addFloats(String item, int line, List<SequenceValue> into) {
        Matcher matcher = FLOATS.matcher(item);
        if (!matcher.matches()) {
            throw new ScriptException(line, "no value: " + item);
        }
        double value = number(matcher.group(1), line);
        double increment = matcher.group(2) == null ? 0 : number(matcher.group(2), line);
        int copies = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        for (int i = 0; i <= copies; i++) {
            into.add(SequenceValue.of(value));
            // Adding nothing would turn -0 into 0 and change the bits of a stale marker.
            value = matcher.group(2) == null ? value : value + increment;
        }
    }

    private static void addHistograms(String item, int line, List<SequenceValue> into) {
        Matcher matcher = HISTOGRAMS.matcher(item);
        if (!matcher.matches()) {
            throw new ScriptException(line, "no histogram value: " + item);
        }
        SequenceValue base = HistogramText.parse(matcher.group(1), line);
        int copies = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        if (matcher.group(2) == null) {
            into.addAll(Collections.nCopies(copies + 1, base));
            return;
        }
        SequenceValue increment = HistogramText.parse(matcher.group(3), line);
        boolean add = matcher.group(2).equals("+");
        NaiveHistogram current = required(base);
        for (int i = 0; i <= copies; i++) {
            into.add(SequenceValue.of(current, increment.hintStated()));
            current = ScriptHistograms.combined(current, required(increment), add);
        }
    }

    private static NaiveHistogram required(SequenceValue value) {
        if (value.histogram() == null) {
            throw new IllegalStateException("no histogram");
        }
        return value.histogram();
    }

    /// A number; `stale` is the stale marker.
    static double number(String text, int line) {
        String lower = text.toLowerCase(Locale.ROOT);
        String unsigned = lower.replaceFirst("^[-+]", "");
        double value = switch (unsigned) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            case "stale" -> STALE;
            default -> {
                try {
                    yield Double.parseDouble(unsigned);
                } catch (NumberFormatException e) {
                    throw new ScriptException(line, "no number: " + text);
                }
            }
        };
        return lower.startsWith("-") ? -value : value;
    }

    /// Splits at spaces outside of histograms.
    static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        var item = new StringBuilder();
        int depth = 0;
        for (char c : text.toCharArray()) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 && (c == ' ' || c == '\t')) {
                if (!item.isEmpty()) {
                    items.add(item.toString());
                    item.setLength(0);
                }
            } else {
                item.append(c);
            }
        }
        if (!item.isEmpty()) {
            items.add(item.toString());
        }
        return items;
    }
}
