package io.hypnos.promql.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.ParserOptions.Feature;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.format.ExprJson;
import io.hypnos.promql.format.JsonOutput;
import io.hypnos.promql.format.PrettyText;
import io.hypnos.promql.parse.Parser;
import io.hypnos.promql.promqltest.ScriptExpressions;

/// `format_query`, `parse_query` and what is said about texts that are no queries. Trees are compared as JSON text; the escapes that Go puts
/// in for HTML's sake were taken out of the recorded ones.
class SyntaxGoldenTest {

    private static final ParserOptions OPTIONS = new ParserOptions(
            Set.of(Feature.EXPERIMENTAL_FUNCTIONS, Feature.DURATION_EXPRESSIONS, Feature.EXTENDED_RANGE_SELECTORS,
                    Feature.FILL_MODIFIERS),
            ParserOptions.DEFAULT_MAX_LENGTH, ParserOptions.DEFAULT_MAX_DEPTH);
    /// Of an answer that Prometheus cannot give: its JSON has no infinite numbers.
    private static final String NO_TREE = digest("");

    private static String tree(Expr expr) {
        var out = new ByteArrayOutputStream();
        var json = new JsonOutput(out);
        try {
            ExprJson.write(expr, json);
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One query with its recorded answers.
    private record Case(String query, String format, String tree) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String all = String.join("\n", GoldenFiles.lines("syntax.txt"));
        for (String block : all.split("--- query\n")) {
            if (!block.isBlank()) {
                String[] parts = block.split("\n--- (format|tree)\n");
                cases.add(new Case(parts[0], parts[1], parts[2].strip()));
            }
        }
        return cases;
    }

    @Test
    void laysQueriesOutAndWritesTheirTrees() {
        List<String> differences = new ArrayList<>();
        for (Case golden : cases()) {
            Expr expr = Parser.parse(golden.query, OPTIONS);
            var actual = new Case(golden.query, PrettyText.of(expr), tree(expr));
            if (!actual.equals(golden)) {
                differences.add("expected " + golden + "\nbut got  " + actual);
            }
        }
        assertThat(cases()).hasSizeGreaterThan(100);
        assertThat(differences).withFailMessage(() -> String.join("\n", differences)).isEmpty();
    }

    /// The expressions of all scripts, ours and the given ones, by the digests of expression, layout and tree.
    @Test
    void treatsTheExpressionsOfScriptsAlike() {
        Map<String, String> recorded = new HashMap<>();
        for (String line : GoldenFiles.lines("syntax-digests.txt")) {
            recorded.put(line.substring(0, 16), line.substring(17));
        }
        int known = 0;
        List<String> differences = new ArrayList<>();
        for (String query : ScriptExpressions.all()) {
            String expected = recorded.get(digest(query));
            if (expected == null) {
                continue;
            }
            known++;
            Expr expr = Parser.parse(query, OPTIONS);
            String format = digest(PrettyText.of(expr));
            String tree = expected.endsWith(NO_TREE) ? NO_TREE : digest(tree(expr));
            if (!expected.equals(format + " " + tree)) {
                differences.add(query + "\n  " + PrettyText.of(expr) + "\n  " + tree(expr));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(known).isGreaterThan(1000);
    }

    @Test
    void saysWhatIsWrongWithTextsThatAreNoQueries() {
        List<String> differences = new ArrayList<>();
        List<String> lines = GoldenFiles.lines("parse-errors.txt");
        for (String line : lines) {
            String query = GoldenFiles.unescape(line.substring(0, line.indexOf('\t')));
            String expected = GoldenFiles.unescape(line.substring(line.indexOf('\t') + 1));
            String actual;
            try {
                actual = "accepted as " + Parser.parse(query, OPTIONS);
            } catch (QueryException e) {
                actual = String.valueOf(e.getMessage());
            }
            if (!actual.equals(expected)) {
                differences.add(query + "\n  expected " + expected + "\n  but got  " + actual);
            }
        }
        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(differences).withFailMessage(() -> differences.size() + " of " + lines.size() + "\n"
                + String.join("\n", differences)).isEmpty();
    }
}
