package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.number.Durations;
import io.hypnos.promql.number.InvalidDurationException;
import io.hypnos.promql.parse.Parser;
import io.hypnos.promql.promqltest.Expectations.TextMatch;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// Reads a script. An empty line ends a command's body, and a comment counts as an empty line.
final class ScriptParser {

    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(.+?)");
    private static final Pattern INSTANT = Pattern
            .compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)");
    private static final Pattern RANGE = Pattern
            .compile("eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)\\s+(.+)");
    private static final Pattern EXPECT = Pattern
            .compile("expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");
    private static final Pattern EXPECT_RANGE = Pattern
            .compile("expect range vector\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)");
    private static final String EXPECT_STRING = "expect string";
    private static final Pattern SCALAR = Pattern
            .compile("[-+]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?|(?i:inf|nan))");

    private final List<String> lines = new ArrayList<>();
    private int next;

    private ScriptParser(String text) {
        for (String line : text.split("\n", -1)) {
            String trimmed = line.trim();
            lines.add(trimmed.startsWith("#") ? "" : trimmed);
        }
    }

    /// @throws ScriptException with the line that is not in the language
    static List<Command> parse(String text) {
        var parser = new ScriptParser(text);
        List<Command> commands = new ArrayList<>();
        while (parser.next < parser.lines.size()) {
            String line = parser.lines.get(parser.next++);
            if (!line.isEmpty()) {
                commands.add(parser.command(line));
            }
        }
        return commands;
    }

    private Command command(String line) {
        String word = line.split("[\t ]+", 2)[0].toLowerCase(Locale.ROOT);
        if (word.equals("clear")) {
            return new Command.Clear(next);
        }
        if (word.startsWith("load")) {
            return load(line);
        }
        if (word.startsWith("eval")) {
            return eval(line);
        }
        throw new ScriptException(next, "invalid command \"" + line + "\"");
    }

    /// The lines up to the next empty one.
    private @Nullable String bodyLine() {
        return next < lines.size() && !lines.get(next).isEmpty() ? lines.get(next++) : null;
    }

    private Command load(String line) {
        Matcher matcher = LOAD.matcher(line);
        if (!matcher.matches()) {
            throw new ScriptException(next, "invalid load command");
        }
        int at = next;
        Map<Labels, Command.LoadedSeries> series = new LinkedHashMap<>();
        List<@Nullable Long> starts = null;
        Labels startsOf = Labels.EMPTY;
        for (String body = bodyLine(); body != null; body = bodyLine()) {
            String[] parts = body.split("[ \t]", 2);
            if (parts.length == 2 && parts[0].endsWith("@st")) {
                startsOf = metric(parts[0].substring(0, parts[0].length() - 3));
                starts = Sequences.starts(parts[1], next);
                continue;
            }
            int end = metricEnd(body);
            Labels labels = metric(body.substring(0, end));
            List<SequenceValue> values = Sequences.values(body.substring(end), next);
            if (starts != null && (!labels.equals(startsOf) || starts.size() != values.size())) {
                throw new ScriptException(next, "@st line does not match the following sample line");
            }
            series.put(labels, new Command.LoadedSeries(labels, values, starts));
            starts = null;
        }
        if (starts != null) {
            throw new ScriptException(next, "@st line has no following sample line");
        }
        return new Command.Load(at, millis(matcher.group(2)), matcher.group(1) != null, List.copyOf(series.values()));
    }

    private long millis(String duration) {
        try {
            return Durations.parse(duration) / 1_000_000;
        } catch (InvalidDurationException e) {
            throw new ScriptException(next, "invalid duration \"" + duration + "\"");
        }
    }

    /// Where the metric of a series line ends: before the first space that is not in its braces.
    private int metricEnd(String line) {
        boolean braces = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote != '`') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (braces) {
                if (c == '"' || c == '\'' || c == '`') {
                    quote = c;
                }
                if (c == '}') {
                    return i + 1;
                }
            } else if (c == '{') {
                braces = true;
            } else if (c == ' ' || c == '\t') {
                // `metric {l="v"} 1` is one metric, too.
                String rest = line.substring(i).stripLeading();
                if (!rest.startsWith("{") || rest.startsWith("{{")) {
                    return i;
                }
            }
        }
        return line.length();
    }

    private Labels metric(String text) {
        if (text.isBlank() || text.trim().equals("{}")) {
            return Labels.EMPTY;
        }
        var builder = new LabelsBuilder();
        try {
            Parser.parseMatchers(text, ParserOptions.EVERYTHING)
                    .forEach(m -> builder.set(m.name(), m.value()));
        } catch (QueryException e) {
            throw new ScriptException(next, "no metric: " + text + ": " + e.getMessage());
        }
        return builder.build();
    }

    private Command eval(String line) {
        int at = next;
        Matcher instant = INSTANT.matcher(line);
        Matcher range = RANGE.matcher(line);
        var expectations = new Expectations();
        if (instant.matches()) {
            Command.Times times = Command.Times.instant(millis(instant.group(2)));
            oldForm(instant.group(1), expectations);
            times = body(times, instant.group(1) != null, expectations);
            return new Command.Eval(at, instant.group(3), times, expectations);
        }
        if (!range.matches()) {
            throw new ScriptException(next, "invalid evaluation command");
        }
        var times = new Command.Times(true, millis(range.group(2)), millis(range.group(3)), millis(range.group(4)));
        oldForm(range.group(1), expectations);
        body(times, range.group(1) != null, expectations);
        return new Command.Eval(at, range.group(5), times, expectations);
    }

    private static void oldForm(@Nullable String suffix, Expectations expectations) {
        switch (suffix) {
            case null -> {
            }
            case "fail" -> expectations.failure = TextMatch.ANY;
            case "ordered" -> expectations.ordered = true;
            case "warn" -> expectations.warnings.add(TextMatch.ANY);
            case "info" -> expectations.infos.add(TextMatch.ANY);
            default -> throw new IllegalStateException(suffix);
        }
    }

    private Command.Times body(Command.Times initial, boolean oldForm, Expectations expectations) {
        Command.Times times = initial;
        for (String line = bodyLine(); line != null; line = bodyLine()) {
            Matcher range = EXPECT_RANGE.matcher(line);
            if (oldForm && line.startsWith("expected_fail_message")) {
                expectations.failure = new TextMatch(line.substring("expected_fail_message".length()).trim(), null);
            } else if (oldForm && line.startsWith("expected_fail_regexp")) {
                expectations.failure = new TextMatch(null,
                        pattern(line.substring("expected_fail_regexp".length()).trim()));
            } else if (range.matches()) {
                times = new Command.Times(false, millis(range.group(1)), millis(range.group(2)),
                        millis(range.group(3)));
                expectations.rangeVector = true;
            } else if (line.startsWith(EXPECT_STRING)) {
                expectations.string = string(line.substring(EXPECT_STRING.length()).trim());
            } else if (line.split(" ", 2)[0].equals("expect")) {
                expectation(line, expectations);
            } else if (SCALAR.matcher(line).matches()) {
                expectations.scalar = scalar(line);
                break;
            } else {
                series(line, times, expectations);
            }
        }
        return times;
    }

    private double scalar(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.matches("[-+]?0x.*")) {
            return Long.decode(lower);
        }
        return lower.matches("[-+]?0[0-7]+") ? Long.decode(lower) : Sequences.number(line, next);
    }

    private String string(String quoted) {
        try {
            if (Parser.parse(quoted, ParserOptions.EVERYTHING) instanceof StringLiteral literal) {
                return literal.value();
            }
        } catch (QueryException e) {
            throw new ScriptException(next, "no string literal: " + quoted);
        }
        throw new ScriptException(next, "no string literal: " + quoted);
    }

    private Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ScriptException(next, "invalid regex " + regex);
        }
    }

    private void expectation(String line, Expectations expectations) {
        Matcher matcher = EXPECT.matcher(line);
        if (!matcher.matches()) {
            throw new ScriptException(next, "invalid expect statement: " + line);
        }
        TextMatch match = TextMatch.ANY;
        if ("msg".equals(matcher.group(2))) {
            match = new TextMatch(matcher.group(3).trim(), null);
        } else if ("regex".equals(matcher.group(2))) {
            match = new TextMatch(null, pattern(matcher.group(3).trim()));
        }
        switch (matcher.group(1)) {
            case "ordered" -> expectations.ordered = true;
            case "fail" -> expectations.failure = match;
            case "warn" -> expectations.warnings.add(match);
            case "info" -> expectations.infos.add(match);
            case "no_warn" -> expectations.noWarnings = true;
            case "no_info" -> expectations.noInfos = true;
            default -> throw new IllegalStateException(line);
        }
    }

    private void series(String line, Command.Times times, Expectations expectations) {
        int end = metricEnd(line);
        // Without a metric, a value alone stands for the series without labels.
        List<SequenceValue> values = Sequences.values(line.substring(end), next);
        if (values.size() > 1 && !times.range() && !expectations.rangeVector) {
            throw new ScriptException(next, "several values for one instant");
        }
        expectations.series.put(metric(line.substring(0, end)), values);
    }
}
