package io.hypnos.promql.naive;

import java.util.List;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.series.labels.Labels;

/// `label_replace` and `label_join`: they change labels and never look at samples.
final class LabelFunctions {

    private final Evaluation evaluation;
    private final List<Expr> args;
    private final Frame frame;

    LabelFunctions(Evaluation evaluation, List<Expr> args, Frame frame) {
        this.evaluation = evaluation;
        this.args = args;
        this.frame = frame;
    }

    private String text(int index) {
        return ((StringLiteral) args.get(index)).value();
    }

    List<NaiveSeries> replace() {
        String target = text(1);
        String replacement = text(2);
        String source = text(3);
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?s:" + text(4) + ")$");
        } catch (PatternSyntaxException e) {
            throw new QueryException.Execution("invalid regular expression in label_replace(): " + text(4));
        }
        if (!Evaluation.isLabelName(target)) {
            throw new QueryException.Execution("invalid destination label name in label_replace(): " + target);
        }
        List<NaiveSeries> series = evaluation.evaluate(args.getFirst(), frame);
        return NaiveEvaluator.merged(series.stream().map(s -> {
            Matcher matcher = pattern.matcher(s.labels().get(source));
            return matcher.matches() ? renamed(s, target, expand(replacement, matcher)) : s;
        }).toList());
    }

    List<NaiveSeries> join() {
        String target = text(1);
        String separator = text(2);
        List<String> sources = args.subList(3, args.size()).stream().map(a -> ((StringLiteral) a).value()).toList();
        if (!sources.stream().allMatch(Evaluation::isLabelName)) {
            throw new QueryException.Execution("invalid source label name in label_join(): ");
        }
        if (!Evaluation.isLabelName(target)) {
            throw new QueryException.Execution("invalid destination label name in label_join(): " + target);
        }
        List<NaiveSeries> series = evaluation.evaluate(args.getFirst(), frame);
        return NaiveEvaluator.merged(series.stream()
                .map(s -> renamed(s, target,
                        String.join(separator, sources.stream().map(name -> s.labels().get(name)).toList())))
                .toList());
    }

    private static NaiveSeries renamed(NaiveSeries series, String target, String value) {
        boolean dropName = !target.equals(Labels.METRIC_NAME) && series.dropName();
        return new NaiveSeries(series.labels().with(target, value), dropName, series.points());
    }

    /// `$1`, `${1}`, `$name` and `${name}` stand for groups, `$$` for a dollar; groups that are not there are empty.
    private static String expand(String template, Matcher matcher) {
        var result = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                result.append(c);
                at++;
            } else if (template.startsWith("$$", at)) {
                result.append('$');
                at += 2;
            } else {
                boolean braces = template.startsWith("${", at);
                int from = at + (braces ? 2 : 1);
                int to = from;
                while (to < template.length() && isNamePart(template.codePointAt(to))) {
                    to += Character.charCount(template.codePointAt(to));
                }
                boolean closed = !braces || to < template.length() && template.charAt(to) == '}';
                if (to == from || !closed) {
                    result.append('$');
                    at++;
                } else {
                    result.append(group(template.substring(from, to), matcher));
                    at = braces ? to + 1 : to;
                }
            }
        }
        return result.toString();
    }

    private static boolean isNamePart(int c) {
        return Character.isLetter(c) || Character.isDigit(c) || c == '_';
    }

    private static String group(String name, Matcher matcher) {
        String group = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int index = name.length() > 8 || name.length() > 1 && name.startsWith("0") ? -1 : Integer.parseInt(name);
            group = index >= 0 && index <= matcher.groupCount() ? matcher.group(index) : null;
        } else {
            Integer index = matcher.pattern().namedGroups().get(name);
            group = index == null ? null : matcher.group(index);
        }
        return group == null ? "" : group;
    }
}
