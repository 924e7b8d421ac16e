package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.List;

/// Random expressions with correct types over the series of [RandomData].
final class RandomExpressions {

    private static final List<String> FLOATS = List.of("requests_total", "load", "odd", "limit", "up",
            "duration_bucket");
    private static final List<String> HISTOGRAMS = List.of("latency", "custom", "gauges", "schemas", "mixed");
    private static final List<String> LABELS = List.of("job", "instance", "code", "le", "größe", "missing");

    private final Dice dice;

    RandomExpressions(Dice dice) {
        this.dice = dice;
    }

    /// A query for the given kind of evaluation.
    String next(boolean range) {
        int depth = dice.between(1, 4);
        return switch (dice.below(range ? 12 : 14)) {
            case 0 -> scalar(depth);
            case 12 -> matrix(depth);
            case 13 -> "\"text\"";
            default -> vector(depth);
        };
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return selector();
        }
        return switch (dice.below(20)) {
            case 0, 1 -> selector();
            case 2, 3, 4, 5 -> rangeFunction(depth);
            case 6, 7, 8, 9 -> aggregation(depth);
            case 10, 11, 12 -> vectorFunction(depth);
            case 13, 14 -> vectorScalar(depth);
            case 15, 16, 17 -> vectorVector(depth);
            case 18 -> histogramFunction(depth);
            default -> other(depth);
        };
    }

    private String other(int depth) {
        return switch (dice.below(10)) {
            case 0 -> "-" + paren(vector(depth - 1));
            case 1 -> paren(vector(depth - 1));
            case 2 -> "vector(" + scalar(depth - 1) + ")";
            case 3 -> "absent(" + vector(depth - 1) + ")";
            case 4 -> "label_replace(" + vector(depth - 1) + ", \"" + label() + "\", \""
                    + dice.pick("$1", "x$1", "", "${1}-y")
                    + "\", \"" + label() + "\", \"" + dice.pick("(.*)", "(.+)", "([a-z]).*", "", "(a|d).*") + "\")";
            case 5 -> "label_join(" + vector(depth - 1) + ", \"" + dice.pick("new", "job", "__name__")
                    + "\", \"-\", \"job\", \""
                    + label() + "\")";
            case 6 -> "timestamp(" + (dice.oneIn(2) ? selector() : vector(depth - 1)) + ")";
            case 7 -> dice.pick("sort", "sort_desc") + "(" + vector(depth - 1) + ")";
            case 8 -> "sort_by_label(" + vector(depth - 1) + ", \"" + label() + "\")";
            default -> "info(" + vector(depth - 1)
                    + dice.pick("", ", {version=~\".+\"}", ", {__name__=\"target_info\"}") + ")";
        };
    }

    private static String paren(String text) {
        return "(" + text + ")";
    }

    private String label() {
        return dice.pick(LABELS);
    }

    private String labels() {
        List<String> labels = new ArrayList<>();
        for (int i = dice.below(3); i >= 0; i--) {
            String label = label();
            labels.add(label.equals("größe") ? "\"größe\"" : label);
        }
        return String.join(", ", labels);
    }

    private String selector() {
        return bareSelector() + shift();
    }

    private String bareSelector() {
        String metric = dice.oneIn(3) ? dice.pick(HISTOGRAMS) : dice.pick(FLOATS);
        if (dice.oneIn(12)) {
            metric = "{__name__=~\""
                    + dice.pick("load|limit", "latency|load", "l.+", "custom|schemas", "gauges|latency")
                    + "\"}";
            return metric;
        }
        List<String> matchers = new ArrayList<>();
        for (int i = dice.below(3) * dice.below(2); i > 0; i--) {
            matchers.add(
                    dice.pick("job=\"api\"", "job!=\"db\"", "instance=~\"0|1|\"", "instance!~\"[12]\"", "code!=\"500\"",
                            "le!=\"1\"", "missing=\"\"", "\"größe\"=~\".*\"", "job=~\"a.*\"", "code=\"200\""));
        }
        return metric + (matchers.isEmpty() ? "" : "{" + String.join(", ", matchers) + "}");
    }

    private String shift() {
        return switch (dice.below(14)) {
            case 0 -> " offset " + dice.pick("1m", "30s", "-1m", "5m", "17s", "-7s");
            case 1 -> " @ " + dice.pick("600", "1200", "start()", "end()", "900.005", "-60", "1790");
            case 2 -> " @ " + dice.pick("600", "start()", "end()") + " offset " + dice.pick("1m", "-2m");
            default -> "";
        };
    }

    private String matrix(int depth) {
        if (depth > 0 && dice.oneIn(4)) {
            String inner = vector(depth - 1);
            boolean bare = inner.matches("[a-z_]+");
            return (bare ? inner : paren(inner)) + "[" + dice.pick("1m", "2m", "5m", "90s", "20s") + ":"
                    + dice.pick("", "30s", "15s", "7s", "1m") + "]" + shift();
        }
        return bareSelector() + "[" + dice.pick("1m", "2m", "5m", "10m", "31s", "15s", "1h", "90s") + "]"
                + shift();
    }

    private String rangeFunction(int depth) {
        return switch (dice.below(12)) {
            case 0, 1 -> dice.pick("rate", "increase", "delta") + "(" + matrix(depth) + ")";
            case 2 -> dice.pick("irate", "idelta", "resets", "changes") + "(" + matrix(depth) + ")";
            case 3 -> dice.pick("rate", "increase", "delta", "changes", "resets") + "(" + bareSelector() + "["
                    + dice.pick("1m", "5m", "40s") + "] anchored" + shift() + ")";
            case 4 -> dice.pick("rate", "increase", "delta") + "(" + bareSelector() + "[" + dice.pick("1m", "5m", "40s")
                    + "] smoothed" + shift() + ")";
            case 5 -> "quantile_over_time(" + scalar(depth - 2) + ", " + matrix(depth) + ")";
            case 6 -> "predict_linear(" + matrix(depth) + ", " + scalar(depth - 2) + ")";
            case 7 ->
                dice.pick("deriv", "mad_over_time", "stddev_over_time", "stdvar_over_time") + "(" + matrix(depth) + ")";
            case 8 -> "double_exponential_smoothing(" + matrix(depth) + ", " + dice.pick("0.1", "0.5", "1") + ", 0.3)";
            case 9 ->
                dice.pick("ts_of_min_over_time", "ts_of_max_over_time", "ts_of_first_over_time", "ts_of_last_over_time",
                        "present_over_time", "absent_over_time") + "(" + matrix(depth) + ")";
            default -> dice.pick("sum_over_time", "avg_over_time", "min_over_time", "max_over_time", "count_over_time",
                    "last_over_time", "first_over_time") + "(" + matrix(depth) + ")";
        };
    }

    private String aggregation(int depth) {
        String by = switch (dice.below(5)) {
            case 0 -> "";
            case 1 -> " without (" + labels() + ") ";
            default -> " by (" + labels() + ") ";
        };
        return switch (dice.below(12)) {
            case 0 ->
                dice.pick("topk", "bottomk", "limitk") + by + "(" + number(depth) + ", " + inLabelOrder()
                        + ")";
            case 1 -> "quantile" + by + "("
                    + (dice.oneIn(3) ? scalar(depth - 1) : dice.pick("0", "0.5", "0.99", "1", "-1", "2"))
                    + ", " + vector(depth - 1) + ")";
            case 2 -> "count_values" + by + "(\"" + dice.pick("value", "job") + "\", "
                    + (dice.oneIn(2) ? selector() : "round(" + vector(depth - 1) + ")") + ")";
            case 3 -> "limit_ratio" + by + "(" + dice.pick("0.5", "-0.3", "1", "-1", "0", "1.5") + ", "
                    + vector(depth - 1) + ")";
            default ->
                dice.pick("sum", "sum", "avg", "avg", "min", "max", "count", "group", "stddev", "stdvar") + by + "("
                        + vector(depth - 1) + ")";
        };
    }

    /// Of equal elements it is the first that counts, and only series that come straight from storage have an order.
    private String inLabelOrder() {
        return dice.oneIn(2)
                ? selector()
                : dice.pick("rate", "delta", "avg_over_time", "last_over_time") + "(" + bareSelector() + "[2m]"
                        + shift() + ")";
    }

    private String number(int depth) {
        return dice.oneIn(4) ? scalar(depth - 1) : dice.pick("1", "2", "3", "0", "5", "100", "-1", "2.7");
    }

    private String vectorFunction(int depth) {
        return switch (dice.below(8)) {
            case 0 -> "clamp(" + vector(depth - 1) + ", " + dice.pick("-1", "0", "5") + ", " + number(depth) + ")";
            case 1 -> dice.pick("clamp_min", "clamp_max") + "(" + vector(depth - 1) + ", " + number(depth) + ")";
            case 2 -> "round(" + vector(depth - 1) + dice.pick("", ", 5", ", 0.1", ", 0") + ")";
            case 3 -> dice.pick("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
                    "atanh")
                    + "(" + vector(depth - 1) + ")";
            case 4 -> dice.pick("day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute",
                    "month", "year")
                    + "(" + (dice.oneIn(3) ? "" : vector(depth - 1)) + ")";
            case 5 -> dice.pick("exp", "ln", "log2", "log10", "sqrt") + "(" + vector(depth - 1) + ")";
            default -> dice.pick("abs", "ceil", "floor", "sgn", "rad", "deg") + "(" + vector(depth - 1) + ")";
        };
    }

    private String histogramFunction(int depth) {
        String in = dice.oneIn(8) ? vector(depth - 1) : histogramVector(depth - 1);
        return switch (dice.below(7)) {
            case 0 ->
                "histogram_quantile(" + dice.pick("0.5", "0.9", "0", "1", "-1", "2", "NaN", "0.01") + ", " + in + ")";
            case 1 -> "histogram_fraction(" + dice.pick("0", "-Inf", "0.5", "-1") + ", "
                    + dice.pick("1", "+Inf", "3", "0.7") + ", "
                    + in + ")";
            case 2 -> "histogram_quantiles(" + in + ", \"q\", 0.1, 0.9, " + dice.pick("0.5", "0", "1", "NaN", "2", "-3")
                    + ")";
            default ->
                dice.pick("histogram_count", "histogram_sum", "histogram_avg", "histogram_stddev", "histogram_stdvar")
                        + "("
                        + in + ")";
        };
    }

    private String histogramVector(int depth) {
        String metric = dice.pick("latency", "custom", "gauges", "schemas", "mixed", "duration_bucket");
        String matrix = metric + "[" + dice.pick("1m", "5m", "2m") + "]";
        return switch (dice.below(6)) {
            case 0 -> metric;
            case 1 -> "sum by (job, le) (" + metric + ")";
            case 2 -> "sum by (le) (rate(" + matrix + "))";
            case 3 -> dice.pick("rate", "increase", "avg_over_time", "sum_over_time", "last_over_time", "delta") + "("
                    + matrix + ")";
            case 4 -> depth <= 0 ? metric : paren(histogramVector(depth - 1)) + dice.pick(" + ", " - ") + paren(metric);
            default -> metric + dice.pick(" </ ", " >/ ", " * ", " / ") + number(depth);
        };
    }

    private String vectorScalar(int depth) {
        String op = dice.pick("+", "-", "*", "/", "%", "^", "atan2");
        String comparison = dice.pick("==", "!=", ">", "<", ">=", "<=") + dice.pick("", " bool");
        String chosen = dice.oneIn(2) ? op : comparison;
        String vector = paren(vector(depth - 1));
        String scalar = paren(scalar(depth - 1));
        return dice.oneIn(2) ? vector + " " + chosen + " " + scalar : scalar + " " + chosen + " " + vector;
    }

    private String vectorVector(int depth) {
        String lhs = vector(depth - 1);
        // The same series again finds partners.
        String rhs = dice.oneIn(2) ? lhs : vector(depth - 1);
        String matching = dice.pick("", "", " on (" + labels() + ")", " ignoring (" + labels() + ")",
                " on (job, instance)", " on (job)",
                " on ()");
        if (dice.oneIn(3)) {
            return paren(lhs) + " " + dice.pick("and", "or", "or", "unless") + matching + " " + paren(rhs);
        }
        String op = dice.oneIn(2)
                ? dice.pick("+", "-", "*", "/", "%", "^", "atan2")
                : dice.pick("==", "!=", ">", "<", ">=", "<=") + dice.pick("", " bool");
        String group = "";
        if (!matching.isEmpty() && dice.oneIn(2)) {
            group = dice.pick(" group_left", " group_right") + dice.pick(" ()", " ()", " (code)", " (missing)");
            if (matching.contains("code") || matching.contains("missing")) {
                group = group.replaceFirst("\\(.+\\)", "()");
            }
        }
        String fill = dice.oneIn(8) ? dice.pick(" fill (0)", " fill_left (1)", " fill_right (2)") : "";
        return paren(lhs) + " " + op + matching + group + fill + " " + paren(rhs);
    }

    private String scalar(int depth) {
        return switch (dice.below(depth <= 0 ? 4 : 8)) {
            case 0, 1 -> dice.pick("0", "1", "2.5", "-1", "100", "1e3", "0x10", "NaN", "Inf", "-Inf", "0.5");
            case 2 -> dice.pick("time()", "pi()", "5m", "1h30m");
            case 3 -> dice.pick("3", "0.1", "7", "1e-3");
            case 4, 5 -> "scalar(" + vector(depth - 1) + ")";
            case 6 -> paren(scalar(depth - 1) + " "
                    + dice.pick("+", "-", "*", "/", "%", "^", "atan2", "== bool", "> bool", "<= bool")
                    + " " + scalar(depth - 1));
            default -> dice.pick("start()", "end()", "range()", "step()", "max_of(1, time())", "min_of(2, 1)");
        };
    }
}
