package io.hypnos.promql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.ScalarBinary;
import io.hypnos.promql.plan.node.ScalarNegate;
import io.hypnos.promql.plan.node.SetBinary;
import io.hypnos.promql.plan.node.TextConstant;
import io.hypnos.promql.plan.node.UniqueLabels;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.promql.plan.node.VectorNegate;
import io.hypnos.promql.plan.node.VectorScalarBinary;
import io.hypnos.promql.plan.node.VectorSelect;

/// Translates a syntax tree into a plan for the times of one query. Parentheses disappear, times become milliseconds, and where an operation
/// could make series indistinguishable, a [UniqueLabels] follows it.
public final class Planner {

    private final boolean delayedNames;
    private final SelectorPlanner selectors;
    private final CallPlanner calls;

    private Planner(EngineOptions options, QueryTimes times) {
        this.delayedNames = options.has(EngineOptions.Feature.DELAYED_NAME_REMOVAL);
        this.selectors = new SelectorPlanner(this, options, times);
        this.calls = new CallPlanner(this, selectors, times);
    }

    /// The plan of a query, as it is written: no rule has been applied.
    ///
    /// @throws QueryException.Invalid for what this engine or these times do not allow
    public static PlanNode plan(Expr expr, QueryTimes times, EngineOptions options) {
        ValueType type = expr.type();
        if (!times.isInstant() && type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw new QueryException.Invalid("invalid expression type \"" + type.documented()
                    + "\" for range query, must be Scalar or instant Vector");
        }
        new SwitchedOffParts(options).check(expr);
        return new Planner(options, times).plan(expr, Surroundings.NONE);
    }

    PlanNode plan(Expr expr, Surroundings around) {
        return switch (expr) {
            case ParenExpr paren -> plan(paren.expr(), around);
            case NumberLiteral number -> new NumberConstant(number.value());
            case StringLiteral text -> new TextConstant(text.value());
            case VectorSelector selector -> selectors.instant(selector, around, VectorSelect.Reading.VALUE);
            case MatrixSelector matrix -> selectors.range(matrix, around);
            case SubqueryExpr subquery -> selectors.subquery(subquery, around);
            case UnaryExpr unary -> unary(unary, around);
            case BinaryExpr binary -> binary(binary, around);
            case AggregateExpr aggregate -> aggregate(aggregate, around);
            case Call call -> calls.call(call, around);
        };
    }

    private PlanNode unary(UnaryExpr unary, Surroundings around) {
        PlanNode input = plan(unary.expr(), around);
        if (!unary.negative()) {
            return input;
        }
        return input.type() == ValueType.SCALAR
                ? new ScalarNegate(input)
                : unique(new VectorNegate(input), input, true);
    }

    private PlanNode aggregate(AggregateExpr expr, Surroundings around) {
        Surroundings inside = around.inAggregate(expr);
        Expr parameter = expr.parameter();
        PlanNode planned = parameter == null ? null : plan(parameter.unwrapped(), inside.withoutGrouping());
        Expr input = expr.expr().unwrapped();
        var origins = new Aggregate.Origins(origin(expr), origin(input), parameter == null
                ? Origin.UNKNOWN
                : origin(parameter.unwrapped()));
        return new Aggregate(expr.op(), plan(input, inside), planned, expr.grouping(), origins);
    }

    private PlanNode binary(BinaryExpr expr, Surroundings around) {
        Surroundings inside = around.inBinary(expr);
        PlanNode left = plan(expr.lhs(), inside);
        PlanNode right = plan(expr.rhs(), inside);
        boolean leftScalar = left.type() == ValueType.SCALAR;
        boolean rightScalar = right.type() == ValueType.SCALAR;
        if (leftScalar && rightScalar) {
            return new ScalarBinary(expr.op(), left, right);
        }
        if (leftScalar || rightScalar) {
            PlanNode vector = leftScalar ? right : left;
            PlanNode scalar = leftScalar ? left : right;
            var node = new VectorScalarBinary(expr.op(), vector, scalar, leftScalar, expr.returnBool(), origin(expr));
            boolean drops = expr.op().changesMeaning() || expr.returnBool();
            return drops ? unique(node, vector, true) : node;
        }
        var matching = Objects.requireNonNull(expr.matching());
        if (expr.op().isSet()) {
            return new UniqueLabels(new SetBinary(expr.op(), left, right, matching), true);
        }
        return new UniqueLabels(
                new VectorBinary(expr.op(), left, right, matching, expr.returnBool(), origin(expr)), true);
    }

    /// The node, checked for indistinguishable series unless it cannot have any.
    ///
    /// @param input the vector whose names the node drops
    PlanNode unique(PlanNode node, @Nullable PlanNode input, boolean disjoint) {
        boolean safe = delayedNames || input != null && Distinctness.withoutNames(input);
        return safe ? node : new UniqueLabels(node, disjoint);
    }

    static Origin origin(Expr expr) {
        return new Origin(expr.position());
    }

    static List<Origin> origins(List<Expr> exprs) {
        List<Origin> origins = new ArrayList<>();
        for (Expr expr : exprs) {
            origins.add(origin(expr.unwrapped()));
        }
        return origins;
    }
}
