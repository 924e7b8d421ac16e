package io.hypnos.promql.ast;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.number.Durations;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.LabelText;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Writes expressions on one line, in the spelling of `format_query`.
public final class ExprText {

    private final StringBuilder text = new StringBuilder();

    private ExprText() {}

    public static String of(Expr expr) {
        var writer = new ExprText();
        writer.write(expr);
        return writer.text.toString();
    }

    public static String of(DurationTerm term) {
        var writer = new ExprText();
        writer.term(term);
        return writer.text.toString();
    }

    public static String of(Span span) {
        return span.expr() == null ? Durations.format(span.nanos()) : of(span.expr());
    }

    /// The aggregation up to its opening parenthesis, such as `sum by (job) `.
    public static String head(AggregateExpr expr) {
        var writer = new ExprText();
        writer.aggregateHead(expr);
        return writer.text.toString();
    }

    /// What follows the operator of a binary operation: ` bool`, ` on (…)`, ` group_left (…)`, ` fill (…)`.
    public static String modifiers(BinaryExpr expr) {
        var writer = new ExprText();
        writer.binaryModifiers(expr);
        return writer.text.toString();
    }

    /// What follows the inner expression of a subquery, such as `[1h:5m] @ 0.000 offset 1m`.
    public static String suffix(SubqueryExpr expr) {
        var writer = new ExprText();
        writer.subquerySuffix(expr);
        return writer.text.toString();
    }

    private void write(Expr expr) {
        switch (expr) {
            case AggregateExpr e -> aggregate(e);
            case BinaryExpr e -> {
                write(e.lhs());
                text.append(' ').append(e.op().symbol());
                binaryModifiers(e);
                text.append(' ');
                write(e.rhs());
            }
            case Call e -> {
                text.append(e.function().word()).append('(');
                list(e.args());
                text.append(')');
            }
            case MatrixSelector e -> matrix(e);
            case NumberLiteral e -> number(e);
            case ParenExpr e -> {
                text.append('(');
                write(e.expr());
                text.append(')');
            }
            case StringLiteral e -> ForeignBytes.appendQuoted(text, e.value());
            case SubqueryExpr e -> {
                write(e.expr());
                subquerySuffix(e);
            }
            case UnaryExpr e -> {
                text.append(e.negative() ? '-' : '+');
                write(e.expr());
            }
            case VectorSelector e -> {
                selector(e);
                at(e.shift().at());
                boundary(e.boundary());
                offset(e.shift().offset());
            }
        }
    }

    private void list(List<Expr> exprs) {
        for (int i = 0; i < exprs.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            write(exprs.get(i));
        }
    }

    private void aggregate(AggregateExpr expr) {
        aggregateHead(expr);
        text.append('(');
        if (expr.parameter() != null) {
            write(expr.parameter());
            text.append(", ");
        }
        write(expr.expr());
        text.append(')');
    }

    private void aggregateHead(AggregateExpr expr) {
        text.append(expr.op().word());
        Grouping grouping = expr.grouping();
        if (grouping.without()) {
            text.append(" without (");
            names(grouping.labels());
            text.append(") ");
        } else if (!grouping.labels().isEmpty()) {
            text.append(" by (");
            names(grouping.labels());
            text.append(") ");
        }
    }

    private void names(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            LabelText.appendName(text, names.get(i));
        }
    }

    private void binaryModifiers(BinaryExpr expr) {
        if (expr.returnBool()) {
            text.append(" bool");
        }
        VectorMatching matching = expr.matching();
        if (matching == null) {
            return;
        }
        if (!matching.labels().isEmpty() || matching.on() || matching.isGrouped()) {
            text.append(matching.on() ? " on (" : " ignoring (");
            names(matching.labels());
            text.append(')');
        }
        if (matching.isGrouped()) {
            text.append(matching.cardinality() == Cardinality.MANY_TO_ONE ? " group_left (" : " group_right (");
            names(matching.include());
            text.append(')');
        }
        fill(matching.fill());
    }

    private void fill(VectorMatching.Fill fill) {
        Double left = fill.left();
        Double right = fill.right();
        if (left != null && right != null && left.doubleValue() == right.doubleValue()) {
            text.append(" fill (").append(GoNumbers.general(left)).append(')');
            return;
        }
        if (left != null) {
            text.append(" fill_left (").append(GoNumbers.general(left)).append(')');
        }
        if (right != null) {
            text.append(" fill_right (").append(GoNumbers.general(right)).append(')');
        }
    }

    private void matrix(MatrixSelector expr) {
        selector(expr.selector());
        text.append('[').append(of(expr.range())).append(']');
        boundary(expr.selector().boundary());
        at(expr.selector().shift().at());
        offset(expr.selector().shift().offset());
    }

    private void subquerySuffix(SubqueryExpr expr) {
        text.append('[').append(of(expr.range())).append(':');
        if (!expr.step().isZero()) {
            text.append(of(expr.step()));
        }
        text.append(']');
        at(expr.shift().at());
        offset(expr.shift().offset());
    }

    private void selector(VectorSelector expr) {
        List<String> conditions = new ArrayList<>();
        for (Matcher matcher : expr.matchers()) {
            boolean isTheName = matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == MatchType.EQUAL
                    && matcher.value().equals(expr.name()) && !matcher.value().isEmpty();
            if (!isTheName) {
                conditions.add(matcher.toString());
            }
        }
        conditions.sort(null);
        text.append(expr.name());
        if (!conditions.isEmpty()) {
            text.append('{').append(String.join(",", conditions)).append('}');
        }
    }

    private void at(@Nullable At at) {
        switch (at) {
            case null -> {
            }
            case At.Timestamp timestamp ->
                text.append(" @ ").append(GoNumbers.fixed(timestamp.millis() / 1000.0, 3));
            case At.Start start -> text.append(" @ start()");
            case At.End end -> text.append(" @ end()");
        }
    }

    private void boundary(Boundary boundary) {
        if (boundary != Boundary.PLAIN) {
            text.append(' ').append(boundary.word());
        }
    }

    private void offset(Span offset) {
        if (!offset.isZero()) {
            text.append(" offset ").append(of(offset));
        }
    }

    private void number(NumberLiteral number) {
        if (!number.duration()) {
            text.append(GoNumbers.plain(number.value()));
            return;
        }
        double nanos = number.value() * 1e9;
        text.append(nanos < 0 ? "-" : "").append(Durations.format((long) Math.abs(nanos)));
    }

    private void term(DurationTerm term) {
        switch (term) {
            case NumberLiteral number -> number(number);
            case DurationExpr expr -> {
                text.append(expr.wrapped() ? "(" : "");
                duration(expr);
                text.append(expr.wrapped() ? ")" : "");
            }
        }
    }

    private void duration(DurationExpr expr) {
        DurationTerm lhs = expr.lhs();
        DurationTerm rhs = expr.rhs();
        switch (expr.op()) {
            case STEP, RANGE -> text.append(expr.op().symbol()).append("()");
            case MIN_OF, MAX_OF -> {
                text.append(expr.op().symbol()).append('(');
                operand(lhs);
                text.append(", ");
                operand(rhs);
                text.append(')');
            }
            case ADD, SUB, MUL, DIV, MOD, POW -> {
                if (lhs != null) {
                    term(lhs);
                    text.append(' ').append(expr.op().symbol()).append(' ');
                } else if (expr.op() == DurationOp.SUB) {
                    text.append('-');
                }
                operand(rhs);
            }
        }
    }

    private void operand(@Nullable DurationTerm operand) {
        if (operand != null) {
            term(operand);
        }
    }
}
