package io.hypnos.promql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.parse.Parser;

/// Any text is either a query or refused with a position, and a query that is written down again is the same query. `-Dfuzz.texts` says how
/// many texts are tried (20 000 unless given), `-Dfuzz.seed` where they begin.
class ParserFuzzTest {

    private static final int REPORTED = 10;

    private static final List<String> SEEDS = List.of(
            "sum by (a, b) (rate(foo{x=~\"a|b\"}[5m:1m] @ 10.5 offset -1h30m))",
            "a + on (x) group_left (y) fill (0) b / ignoring (z) c ^ -2 ^ 3", "-1 ^ 2 + - - foo atan2 +bar",
            "{\"utf8.metric\", \"lab el\"=~\"(?i)x+\", __name__!=\"\"}",
            "foo[max_of(5m, step()) + 1m - -30s * 2 ^ 3 % 7]",
            "foo offset (1h / 2 + range())", "foo[5m] anchored offset 1m @ end()",
            "quantile without () (0.9, foo smoothed @ start())",
            "label_replace(up, \"a\", \"$1\", \"b\", `(.*)`) == bool 5m30s",
            "sum(foo) by (\"ünïcode\", job) or vector(NaN)",
            "count_values(\"x\", foo >= bool 1e-3 </ 5)", "topk(3, (foo unless bar) and baz) # comment\n + 1",
            "histogram_quantiles(foo, \"q\", 0.1, 0.2)", "min_over_time(rate(x[1m])[1h:] offset 1d)");

    @Test
    void acceptsOrRefusesEveryText() {
        long rounds = Long.getLong("fuzz.texts", 20_000);
        long first = Long.getLong("fuzz.seed", 1);
        Map<Long, String> failures = new LinkedHashMap<>();
        long accepted = 0;
        for (long seed = first; seed < first + rounds && failures.size() < REPORTED; seed++) {
            var dice = new Dice(seed);
            String text = new RandomTexts(dice, SEEDS).next();
            ParserOptions options = dice.oneIn(3) ? ParserOptions.DEFAULT : ParserOptions.EVERYTHING;
            String problem = problem(text, options);
            if (problem != null) {
                failures.put(seed, "seed " + seed + ": " + problem + "\n" + smallest(text, options) + "\n" + text);
            }
            accepted += isQuery(text, options) ? 1 : 0;
        }
        System.out.println("parser: " + accepted + " of " + rounds + " texts are queries");
        assertThat(failures.values()).withFailMessage(() -> String.join("\n\n", failures.values())).isEmpty();
    }

    private static boolean isQuery(String text, ParserOptions options) {
        try {
            Parser.parse(text, options);
            return true;
        } catch (QueryException e) {
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    private static @Nullable String problem(String text, ParserOptions options) {
        Expr expr;
        try {
            expr = Parser.parse(text, options);
        } catch (QueryException.Parse e) {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            boolean inside = e.position().start() >= 0 && e.position().start() <= length
                    && String.valueOf(e.getMessage())
                            .matches("(?s)" + (text.isEmpty() ? "unknown position" : "[0-9]+:[0-9]+")
                                    + ": parse error: .+");
            return inside ? null : "bad position: " + e.position() + " " + e.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return "crash: " + e + " at "
                    + List.of(e.getStackTrace()).subList(0, Math.min(4, e.getStackTrace().length));
        }
        String printed = expr.toString();
        try {
            String again = Parser.parse(printed, options).toString();
            return sameButSigns(printed, again) ? null : "printed as " + printed + " and then as " + again;
        } catch (QueryException e) {
            return "printed as " + printed + ", which is refused: " + e.getMessage();
        }
    }

    /// `Inf ^ 2` is written with a sign, which then belongs to the power: Prometheus does the same.
    private static boolean sameButSigns(String a, String b) {
        return a.replaceAll("\\++Inf", "Inf").equals(b.replaceAll("\\++Inf", "Inf"));
    }

    /// The text with as much as possible left out.
    private static String smallest(String text, ParserOptions options) {
        String kind = kind(problem(text, options));
        String smallest = text;
        for (int size = Math.max(1, text.length() / 2); size >= 1; size /= 2) {
            for (int from = 0; from + size <= smallest.length();) {
                String candidate = smallest.substring(0, from) + smallest.substring(from + size);
                if (kind.equals(kind(problem(candidate, options)))) {
                    smallest = candidate;
                } else {
                    from += size;
                }
            }
        }
        return "smallest: " + smallest + "  " + problem(smallest, options);
    }

    private static String kind(@Nullable String problem) {
        return problem == null ? "" : problem.split("[:\\[]| as ", 2)[0];
    }
}
