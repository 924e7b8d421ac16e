package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

import io.hypnos.promql.exec.aggregate.Aggregations;
import io.hypnos.promql.exec.binary.JoinOperator;
import io.hypnos.promql.exec.binary.SetOperator;
import io.hypnos.promql.exec.binary.VectorScalarOperator;
import io.hypnos.promql.exec.function.AbsentOperator;
import io.hypnos.promql.exec.function.HistogramCallOperator;
import io.hypnos.promql.exec.function.InfoOperator;
import io.hypnos.promql.exec.function.InfoSelector;
import io.hypnos.promql.exec.function.LabelFunctions;
import io.hypnos.promql.exec.function.SampleFunctions;
import io.hypnos.promql.exec.function.SortOperator;
import io.hypnos.promql.exec.select.Selects;
import io.hypnos.promql.number.GoMath;
import io.hypnos.promql.plan.Pieces;
import io.hypnos.promql.plan.node.Absent;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.LabelCall;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.ScalarBinary;
import io.hypnos.promql.plan.node.ScalarExtreme;
import io.hypnos.promql.plan.node.ScalarNegate;
import io.hypnos.promql.plan.node.ScalarNode;
import io.hypnos.promql.plan.node.ScalarOfVector;
import io.hypnos.promql.plan.node.SetBinary;
import io.hypnos.promql.plan.node.Shared;
import io.hypnos.promql.plan.node.Sort;
import io.hypnos.promql.plan.node.StepInvariant;
import io.hypnos.promql.plan.node.StepInvariantScalar;
import io.hypnos.promql.plan.node.StepTime;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.UniqueLabels;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.promql.plan.node.VectorCall;
import io.hypnos.promql.plan.node.VectorNegate;
import io.hypnos.promql.plan.node.VectorNode;
import io.hypnos.promql.plan.node.VectorOfScalar;
import io.hypnos.promql.plan.node.VectorScalarBinary;
import io.hypnos.promql.plan.node.VectorSelect;

/// Makes the operators for a plan: one for each node, for the steps at which it is to be evaluated.
public final class OperatorFactory {

    private final QueryRun run;
    private final Selects selects;
    private final Map<Integer, SharedRows> shared;

    public OperatorFactory(QueryRun run) {
        this(run, new HashMap<>());
    }

    private OperatorFactory(QueryRun run, Map<Integer, SharedRows> shared) {
        this.run = run;
        this.selects = new Selects(run);
        this.shared = shared;
    }

    /// A factory for a part of the plan that has an account of its own.
    private OperatorFactory inside(SampleAccount account) {
        return new OperatorFactory(run.withSamples(account), shared);
    }

    public VectorOperator vector(PlanNode node, StepGrid grid) {
        if (!(node instanceof VectorNode vector)) {
            throw new IllegalStateException("no vector: " + node.describe());
        }
        // Whatever an operator is, it has a row of its own or less.
        run.context().reserve(SeriesRow.bytes(grid.count()));
        Measurements measurements = run.books().measurements();
        return measurements == null
                ? operator(vector, grid)
                : measurements.vector(node, run.samples(), () -> operator(vector, grid));
    }

    private VectorOperator operator(VectorNode node, StepGrid grid) {
        return switch (node) {
            case VectorSelect select -> selects.instant(select, grid);
            case RangeCall call -> rangeCall(call, grid);
            case VectorOfScalar scalar -> new ScalarRow(run, scalar(scalar.input(), grid));
            case VectorCall call -> new SampleFunctions(call.function(), vector(call.input(), grid),
                    scalars(call.arguments(), grid), grid);
            case LabelCall call -> new LabelFunctions(run, call.function(), vector(call.input(), grid), call.texts());
            case Absent absent -> new AbsentOperator(run, vector(absent.input(), grid), absent.labels(), grid.count());
            case HistogramCall call -> new HistogramCallOperator(run, vector(call.input(), grid), call,
                    scalars(call.arguments(), grid), grid);
            case Sort sort -> new SortOperator(run, vector(sort.input(), grid), sort, grid);
            case InfoJoin info -> new InfoOperator(run, vector(info.input(), grid), new InfoSelector(info), grid);
            case Aggregate aggregate -> aggregate(aggregate, grid);
            case VectorScalarBinary binary -> new VectorScalarOperator(run, vector(binary.vector(), grid),
                    scalar(binary.scalar(), grid), binary);
            case VectorBinary binary -> new JoinOperator(run, vector(binary.lhs(), grid), vector(binary.rhs(), grid),
                    binary, grid.count());
            case SetBinary binary -> new SetOperator(run, binary.op(), vector(binary.lhs(), grid),
                    vector(binary.rhs(), grid), binary.matching(), grid.count());
            case VectorNegate negate -> new NegateRows(vector(negate.input(), grid));
            case StepInvariant once -> new RepeatStep(run,
                    inside(run.samples().once(grid)).vector(once.input(), grid.first()), grid.count());
            case Shared common -> shared(common, grid);
            case UniqueLabels unique -> new UniqueLabelsCheck(run, vector(unique.input(), grid), unique.disjoint(),
                    grid.count());
        };
    }

    public ScalarOperator scalar(PlanNode node, StepGrid grid) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new IllegalStateException("no number: " + node.describe());
        }
        run.context().reserve(Scalars.bytes(grid.count()));
        Measurements measurements = run.books().measurements();
        return measurements == null
                ? operator(scalar, grid)
                : measurements.scalar(node, run.samples(), () -> operator(scalar, grid));
    }

    private ScalarOperator operator(ScalarNode node, StepGrid grid) {
        int steps = grid.count();
        return switch (node) {
            case NumberConstant number -> new Scalars(() -> Scalars.constant(number.value(), steps));
            case StepTime time -> new Scalars(() -> times(grid));
            case ScalarNegate negate -> map(scalar(negate.input(), grid), value -> -value);
            case ScalarBinary binary -> combine(scalar(binary.lhs(), grid), scalar(binary.rhs(), grid),
                    binary.op()::ofNumbers);
            case ScalarExtreme extreme -> combine(scalar(extreme.first(), grid), scalar(extreme.second(), grid),
                    extreme.larger() ? GoMath::max : GoMath::min);
            case ScalarOfVector vector -> {
                VectorOperator input = vector(vector.input(), grid);
                yield new Scalars(() -> Scalars.ofVector(input, steps));
            }
            case StepInvariantScalar once -> {
                ScalarOperator input = inside(run.samples().once(grid)).scalar(once.input(), grid.first());
                yield new Scalars(() -> steps == 0 ? new double[0] : Scalars.constant(input.values()[0], steps));
            }
        };
    }

    /// The steps at which the input of a subquery is evaluated: the multiples of its step inside all its windows.
    public StepGrid innerGrid(Subquery subquery, StepGrid outer) {
        if (outer.count() == 0) {
            return StepGrid.nothing(outer.start(), subquery.step());
        }
        long step = subquery.step();
        long first = subquery.shift().apply(outer.start()) - subquery.window().millis();
        long start = step * (first / step);
        if (start <= first) {
            start += step;
        }
        StepGrid inner = StepGrid.between(start, subquery.shift().apply(outer.last()), step);
        run.context().reserve(SampleAccount.bytes(inner.count()));
        return inner;
    }

    /// The rows of a subquery, whole series each.
    VectorOperator subquery(Subquery subquery, StepGrid inner, SampleAccount account) {
        Measurements measurements = run.books().measurements();
        return measurements == null
                ? rows(subquery, inner, account)
                : measurements.vector(subquery, account, () -> rows(subquery, inner, account));
    }

    private VectorOperator rows(Subquery subquery, StepGrid inner, SampleAccount account) {
        return new WholeSeries(run, inside(account).vector(subquery.input(), inner),
                inner.count() > 1 && Pieces.mayComeFrom(subquery.input()));
    }

    private VectorOperator rangeCall(RangeCall call, StepGrid grid) {
        double[][] arguments = new double[call.arguments().size()][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = scalar(call.arguments().get(i), grid).values();
        }
        if (call.range() instanceof Subquery subquery) {
            StepGrid inner = innerGrid(subquery, grid);
            SampleAccount account = run.samples().subquery(grid, inner, subquery.shift().offset(),
                    subquery.window().millis());
            return selects.overSubquery(call, subquery, subquery(subquery, inner, account), inner, arguments, grid);
        }
        return selects.range(call, (RangeSelect) call.range(), arguments, grid);
    }

    private VectorOperator aggregate(Aggregate aggregate, StepGrid grid) {
        double[] parameters = {};
        PlanNode parameter = aggregate.parameter();
        if (parameter instanceof ScalarNode) {
            parameters = scalar(parameter, grid).values();
        }
        return new Aggregations(run, grid.count()).create(aggregate, vector(aggregate.input(), grid), parameters);
    }

    private VectorOperator shared(Shared node, StepGrid grid) {
        SharedRows rows = shared.get(node.number());
        if (rows == null) {
            rows = new SharedRows(run, vector(node.input(), grid));
            shared.put(node.number(), rows);
        }
        return rows.reader();
    }

    private List<ScalarOperator> scalars(List<PlanNode> nodes, StepGrid grid) {
        List<ScalarOperator> operators = new ArrayList<>();
        for (PlanNode node : nodes) {
            operators.add(scalar(node, grid));
        }
        return operators;
    }

    private static double[] times(StepGrid grid) {
        double[] times = new double[grid.count()];
        for (int i = 0; i < times.length; i++) {
            times[i] = grid.time(i) / 1000.0;
        }
        return times;
    }

    private static ScalarOperator map(ScalarOperator input, DoubleUnaryOperator function) {
        return new Scalars(() -> {
            double[] values = input.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = function.applyAsDouble(values[i]);
            }
            return values;
        });
    }

    private static ScalarOperator combine(ScalarOperator left, ScalarOperator right,
            DoubleBinaryOperator function) {
        return new Scalars(() -> {
            double[] values = left.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = function.applyAsDouble(values[i], right.values()[i]);
            }
            return values;
        });
    }
}
