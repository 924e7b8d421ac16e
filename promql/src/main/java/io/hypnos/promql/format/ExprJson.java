package io.hypnos.promql.format;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.At;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.DurationExpr;
import io.hypnos.promql.ast.DurationTerm;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.Span;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.Matcher;

/// Writes an expression as the tree of `/api/v1/parse_query`: one object per node with its `type`, durations in milliseconds, keys in
/// alphabetical order.
public final class ExprJson {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final JsonOutput json;

    private ExprJson(JsonOutput json) {
        this.json = json;
    }

    /// Writes one tree; does not flush.
    public static void write(Expr expr, JsonOutput json) throws IOException {
        new ExprJson(json).write(expr);
    }

    private void write(Expr expr) throws IOException {
        switch (expr) {
            case AggregateExpr e -> aggregation(e);
            case BinaryExpr e -> binary(e);
            case Call e -> call(e);
            case MatrixSelector e -> {
                selector(e.selector(), e.range());
                json.raw("\"type\":\"matrixSelector\"}");
            }
            case VectorSelector e -> {
                selector(e, null);
                json.raw("\"type\":\"vectorSelector\"}");
            }
            case SubqueryExpr e -> subquery(e);
            case NumberLiteral e -> json.raw("{\"type\":\"numberLiteral\",\"val\":").quotedPlain(e.value()).raw('}');
            case ParenExpr e -> {
                json.raw("{\"expr\":");
                write(e.expr());
                json.raw(",\"type\":\"parenExpr\"}");
            }
            case StringLiteral e -> json.raw("{\"type\":\"stringLiteral\",\"val\":").text(e.text()).raw('}');
            case UnaryExpr e -> {
                json.raw("{\"expr\":");
                write(e.expr());
                json.raw(",\"op\":").text(e.negative() ? "-" : "+").raw(",\"type\":\"unaryExpr\"}");
            }
        }
    }

    private void aggregation(AggregateExpr expr) throws IOException {
        json.raw("{\"expr\":");
        write(expr.expr());
        json.raw(",\"grouping\":");
        texts(expr.grouping().labels());
        json.raw(",\"op\":").text(expr.op().word()).raw(",\"param\":");
        if (expr.parameter() == null) {
            json.raw("null");
        } else {
            write(expr.parameter());
        }
        json.raw(",\"type\":\"aggregation\",\"without\":").bool(expr.grouping().without()).raw('}');
    }

    private void binary(BinaryExpr expr) throws IOException {
        json.raw("{\"bool\":").bool(expr.returnBool()).raw(",\"lhs\":");
        write(expr.lhs());
        json.raw(",\"matching\":");
        matching(expr.matching());
        json.raw(",\"op\":").text(expr.op().symbol()).raw(",\"rhs\":");
        write(expr.rhs());
        json.raw(",\"type\":\"binaryExpr\"}");
    }

    private void matching(@Nullable VectorMatching matching) throws IOException {
        if (matching == null) {
            json.raw("null");
            return;
        }
        json.raw("{\"card\":").text(matching.cardinality().words()).raw(",\"fillValues\":{\"lhs\":");
        number(matching.fill().left());
        json.raw(",\"rhs\":");
        number(matching.fill().right());
        json.raw("},\"include\":");
        texts(matching.include());
        json.raw(",\"labels\":");
        texts(matching.labels());
        json.raw(",\"on\":").bool(matching.on()).raw('}');
    }

    private void call(Call call) throws IOException {
        json.raw("{\"args\":[");
        for (int i = 0; i < call.args().size(); i++) {
            json.raw(i == 0 ? "" : ",");
            write(call.args().get(i));
        }
        Function function = call.function();
        json.raw("],\"func\":{\"argTypes\":");
        texts(function.argTypes().stream().map(ValueType::word).toList());
        json.raw(",\"name\":").text(function.word());
        json.raw(",\"returnType\":").text(function.returnType().word());
        json.raw(",\"variadic\":").number(function.variadic()).raw("},\"type\":\"call\"}");
    }

    /// Everything of a selector but its type.
    private void selector(VectorSelector selector, @Nullable Span range) throws IOException {
        json.raw("{\"anchored\":").bool(selector.boundary() == Boundary.ANCHORED).raw(",\"matchers\":[");
        for (int i = 0; i < selector.matchers().size(); i++) {
            Matcher matcher = selector.matchers().get(i);
            json.raw(i == 0 ? "{\"name\":" : ",{\"name\":").text(matcher.name());
            json.raw(",\"type\":").text(matcher.type().operator());
            json.raw(",\"value\":").text(matcher.value()).raw('}');
        }
        json.raw("],\"name\":").text(selector.name()).raw(',');
        span("offset", selector.shift().offset());
        if (range != null) {
            span("range", range);
        }
        json.raw("\"smoothed\":").bool(selector.boundary() == Boundary.SMOOTHED).raw(',');
        startOrEnd(selector.shift().at());
        timestamp(selector.shift().at());
    }

    private void subquery(SubqueryExpr expr) throws IOException {
        json.raw("{\"expr\":");
        write(expr.expr());
        json.raw(',');
        span("offset", expr.shift().offset());
        span("range", expr.range());
        startOrEnd(expr.shift().at());
        span("step", expr.step());
        timestamp(expr.shift().at());
        json.raw("\"type\":\"subquery\"}");
    }

    private void span(String name, Span span) throws IOException {
        json.raw('"').raw(name).raw("\":").number(span.nanos() / NANOS_PER_MILLI);
        json.raw(",\"").raw(name).raw("Expr\":");
        duration(span.expr());
        json.raw(',');
    }

    private void startOrEnd(@Nullable At at) throws IOException {
        json.raw("\"startOrEnd\":")
                .raw(at instanceof At.Start ? "\"start\"" : at instanceof At.End ? "\"end\"" : "null").raw(',');
    }

    private void timestamp(@Nullable At at) throws IOException {
        json.raw("\"timestamp\":");
        if (at instanceof At.Timestamp timestamp) {
            json.number(timestamp.millis());
        } else {
            json.raw("null");
        }
        json.raw(',');
    }

    private void duration(@Nullable DurationTerm term) throws IOException {
        switch (term) {
            case null -> json.raw("null");
            case NumberLiteral number ->
                json.raw("{\"duration\":").bool(number.duration()).raw(",\"type\":\"numberLiteral\",\"val\":")
                        .quotedPlain(number.value()).raw('}');
            case DurationExpr expr -> {
                json.raw("{\"lhs\":");
                duration(expr.lhs());
                json.raw(",\"op\":").text(expr.op().symbol()).raw(",\"rhs\":");
                duration(expr.rhs());
                json.raw(",\"type\":\"durationExpr\",\"wrapped\":").bool(expr.wrapped()).raw('}');
            }
        }
    }

    /// A fill value; what JSON has no number for becomes null.
    private void number(@Nullable Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            json.raw("null");
        } else {
            json.raw(GoNumbers.json(value));
        }
    }

    private void texts(List<String> texts) throws IOException {
        json.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            json.raw(i == 0 ? "" : ",").text(texts.get(i));
        }
        json.raw(']');
    }
}
