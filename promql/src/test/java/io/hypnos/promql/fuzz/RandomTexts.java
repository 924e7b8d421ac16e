package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.List;

/// Texts that are nearly queries: real ones with damage, and words of the language in any order.
final class RandomTexts {

    private static final List<String> WORDS = List.of("sum", "avg", "topk", "count_values", "quantile", "limitk",
            "rate",
            "histogram_quantile", "label_replace", "absent", "info", "time", "start", "end", "step", "range", "max_of",
            "min_of", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "anchored",
            "smoothed", "fill", "fill_left", "fill_right", "and", "or", "unless", "atan2", "inf", "NaN", "m", "up",
            "a:b", ":c", "_x", "__name__", "foo", "(", ")", "{", "}", "[", "]", ",", ":", "=", "==", "!=", "=~", "!~",
            ">", "<", ">=", "<=", ">/", "</", "+", "-", "*", "/", "%", "^", "@", "1", "0", "1.5", ".5", "1e3", "0x1F",
            "017", "1_000", "5m", "1h30m", "1y2w3d", "1ms", "\"s\"", "'q'", "`raw`", "\"\\x41\\u00e9\"", "\"é\"",
            "#c\n",
            "\n", " ", "\t", "é", "世界", "\\", "\"", "'", "`", "\u0000", "\uD83D\uDE00", "$", ";", "!", "~", "[5m]",
            "[5m:1m]", "[5m:]", "{a=\"b\"}", "{\"a b\"}", "()", "@ 5", "@ start()", "offset -1m",
            "99999999999999999999",
            "1e400", "9223372036854775807s", "300y");

    private final Dice dice;
    private final List<String> seeds;

    RandomTexts(Dice dice, List<String> seeds) {
        this.dice = dice;
        this.seeds = seeds;
    }

    String next() {
        if (dice.oneIn(5)) {
            return words(dice.between(1, 15));
        }
        String text = dice.oneIn(3) ? dice.pick(seeds) : new RandomExpressions(dice).next(false);
        for (int i = dice.below(4); i > 0; i--) {
            text = damaged(text);
        }
        return text.length() > 3000 ? text.substring(0, 3000) : text;
    }

    private String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(dice.pick(WORDS));
        }
        return String.join(dice.oneIn(2) ? " " : "", words);
    }

    private String damaged(String text) {
        int from = dice.below(text.length() + 1);
        int to = Math.min(text.length(), from + dice.between(0, 6));
        String head = text.substring(0, from);
        String cut = text.substring(from, to);
        String tail = text.substring(to);
        return switch (dice.below(7)) {
            case 0 -> head + tail;
            case 1 -> head + dice.pick(WORDS) + cut + tail;
            case 2 -> head + dice.pick(WORDS) + tail;
            case 3 -> head + cut + cut + tail;
            case 4 -> head + (char) dice.between(0, 127) + cut + tail;
            case 5 -> head + " " + dice.pick(WORDS) + " " + cut + tail;
            default -> "(" + head + cut + ")" + tail;
        };
    }
}
