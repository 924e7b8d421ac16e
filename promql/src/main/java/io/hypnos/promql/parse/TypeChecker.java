package io.hypnos.promql.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// Checks that operators and functions get operands of the types they need, and that selectors select something.
final class TypeChecker {

    private static final String ONLY_SCALARS_AND_VECTORS = "binary expression must contain only scalar and instant vector types";

    private final String query;

    TypeChecker(String query) {
        this.query = query;
    }

    /// @throws QueryException.Parse for the first mistake
    void check(Expr expr) {
        switch (expr) {
            case AggregateExpr e -> aggregate(e);
            case BinaryExpr e -> binary(e);
            case Call e -> call(e);
            case ParenExpr e -> check(e.expr());
            case UnaryExpr e -> unary(e);
            case SubqueryExpr e -> subquery(e);
            case MatrixSelector e -> check(e.selector());
            case VectorSelector e -> selector(e, false);
            case NumberLiteral e -> {
            }
            case StringLiteral e -> {
            }
        }
    }

    private void aggregate(AggregateExpr expr) {
        expect(expr.expr(), ValueType.VECTOR, "aggregation expression");
        if (expr.parameter() != null) {
            ValueType wanted = expr.op() == AggregateOp.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR;
            expect(expr.parameter(), wanted, "aggregation parameter");
        }
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        check(expr);
        if (expr.type() != wanted) {
            throw error(expr.position(), "expected type " + wanted.documented() + " in " + context + ", got "
                    + expr.type().documented());
        }
    }

    private void binary(BinaryExpr expr) {
        check(expr.lhs());
        check(expr.rhs());
        ValueType left = expr.lhs().type();
        ValueType right = expr.rhs().type();
        if (expr.returnBool() && !expr.op().isComparison()) {
            throw error(operator(expr), "bool modifier can only be used on comparison operators");
        }
        if (expr.op().isComparison() && !expr.returnBool() && left == ValueType.SCALAR && right == ValueType.SCALAR) {
            throw error(operator(expr), "comparisons between scalars must use BOOL modifier");
        }
        VectorMatching matching = expr.matching();
        if (matching != null && matching.on()) {
            for (String label : matching.labels()) {
                if (matching.include().contains(label)) {
                    throw error(operator(expr), "label " + GoQuote.string(label)
                            + " must not occur in ON and GROUP clause at once");
                }
            }
        }
        if (left != ValueType.SCALAR && left != ValueType.VECTOR) {
            throw error(expr.lhs().position(), ONLY_SCALARS_AND_VECTORS);
        }
        if (right != ValueType.SCALAR && right != ValueType.VECTOR) {
            throw error(expr.rhs().position(), ONLY_SCALARS_AND_VECTORS);
        }
        if (matching != null) {
            matching(expr, matching, left == ValueType.VECTOR && right == ValueType.VECTOR);
        }
        if (expr.op().isSet() && (left == ValueType.SCALAR || right == ValueType.SCALAR)) {
            throw error(expr.position(), "set operator " + GoQuote.string(expr.op().symbol())
                    + " not allowed in binary scalar expression");
        }
    }

    private void matching(BinaryExpr expr, VectorMatching matching, boolean vectors) {
        if (!vectors) {
            if (!matching.labels().isEmpty()) {
                throw error(expr.position(), "vector matching only allowed between instant vectors");
            }
            if (!matching.fill().isNone()) {
                throw error(expr.position(), "filling in missing series only allowed between instant vectors");
            }
            return;
        }
        if (expr.op().isSet()) {
            if (matching.isGrouped()) {
                throw error(expr.position(),
                        "no grouping allowed for " + GoQuote.string(expr.op().symbol()) + " operation");
            }
            if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
                throw error(expr.position(), "set operations must always be many-to-many");
            }
            if (!matching.fill().isNone()) {
                throw error(expr.position(), "filling in missing series not allowed for set operators");
            }
        }
    }

    /// Where the operator with its modifiers stands: what is between the operands, without the space around it.
    private PositionRange operator(BinaryExpr expr) {
        byte[] text = query.getBytes(UTF_8);
        int start = expr.lhs().position().end();
        while (start < text.length && text[start] <= ' ') {
            start++;
        }
        return new PositionRange(start, expr.rhs().position().start());
    }

    private void call(Call expr) {
        Function function = expr.function();
        List<Expr> args = expr.args();
        List<ValueType> types = function.argTypes();
        arity(expr, function, args.size());
        if (function == Function.INFO && args.size() > 1) {
            infoSelector(expr, args.get(1));
        }
        for (int i = 0; i < args.size(); i++) {
            Expr arg = args.get(i);
            if (function == Function.INFO && i == 1 && arg instanceof VectorSelector selector) {
                selector(selector, true);
            } else {
                check(arg);
            }
            ValueType wanted = types.get(Math.min(i, types.size() - 1));
            if (arg.type() != wanted) {
                throw error(arg.position(), "expected type " + wanted.documented() + " in call to function "
                        + GoQuote.string(function.word()) + ", got " + arg.type().documented());
            }
        }
    }

    private void arity(Call expr, Function function, int given) {
        int wanted = function.argTypes().size();
        String call = " argument(s) in call to " + GoQuote.string(function.word()) + ", got " + given;
        if (function.variadic() == 0) {
            if (given != wanted) {
                throw error(expr.position(), "expected " + wanted + call);
            }
            return;
        }
        int least = wanted - 1;
        if (given < least) {
            throw error(expr.position(), "expected at least " + least + call);
        }
        int most = least + function.variadic();
        if (function.variadic() > 0 && given > most) {
            throw error(expr.position(), "expected at most " + most + call);
        }
    }

    private void infoSelector(Call call, Expr arg) {
        if (arg.type() != ValueType.VECTOR) {
            throw error(call.position(), "expected type instant vector in call to function \"info\", got "
                    + arg.type().documented());
        }
        if (!(arg instanceof VectorSelector selector)) {
            throw error(arg.position(), "expected label selectors only");
        }
        if (!selector.name().isEmpty()) {
            throw error(arg.position(), "expected label selectors only, got vector selector instead");
        }
    }

    private void unary(UnaryExpr expr) {
        check(expr.expr());
        ValueType type = expr.expr().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw error(expr.position(),
                    "unary expression only allowed on expressions of type scalar or instant vector, got "
                            + GoQuote.string(type.documented()));
        }
    }

    private void subquery(SubqueryExpr expr) {
        check(expr.expr());
        ValueType type = expr.expr().type();
        if (type != ValueType.VECTOR) {
            throw error(expr.position(), "subquery is only allowed on instant vector, got " + type.word() + " instead");
        }
    }

    private void selector(VectorSelector selector, boolean mayMatchAll) {
        List<Matcher> matchers = selector.matchers();
        if (!selector.name().isEmpty()) {
            for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
                if (matcher.name().equals(Labels.METRIC_NAME)) {
                    throw error(selector.position(), "metric name must not be set twice: "
                            + GoQuote.string(selector.name()) + " or " + GoQuote.string(matcher.value()));
                }
            }
            return;
        }
        if (!mayMatchAll && matchers.stream().allMatch(Matcher::matchesEmpty)) {
            throw error(selector.position(), "vector selector must contain at least one non-empty matcher");
        }
    }

    private QueryException.Parse error(PositionRange position, String message) {
        return new QueryException.Parse(position, message, query);
    }
}
