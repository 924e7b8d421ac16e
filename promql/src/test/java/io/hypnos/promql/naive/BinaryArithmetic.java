package io.hypnos.promql.naive;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.series.histogram.CounterResetHint;

/// What a binary operator does with two samples.
final class BinaryArithmetic {

    private final BinaryOp op;

    BinaryArithmetic(BinaryOp op) {
        this.op = op;
    }

    /// @param value  null when the operands have no result
    /// @param keep   whether a filter lets it through
    /// @param remark null when there is nothing to say
    record Outcome(@Nullable Point value, boolean keep, @Nullable Remark remark) {}

    /// @param warning else it is an info
    record Remark(boolean warning, String text) {}

    double ofScalars(double lhs, double rhs) {
        if (op.isComparison()) {
            return compare(lhs, rhs) ? 1 : 0;
        }
        return compute(lhs, rhs);
    }

    Outcome of(Point lhs, Point rhs) {
        NaiveHistogram left = lhs.histogram();
        NaiveHistogram right = rhs.histogram();
        if (left == null && right == null) {
            return ofFloats(lhs.value(), rhs.value());
        }
        if (left == null && right != null) {
            return op == BinaryOp.MUL ? kept(right.times(lhs.value()).compacted()) : incompatible("float", "histogram");
        }
        if (left != null && right == null) {
            return switch (op) {
                case MUL -> kept(left.times(rhs.value()).compacted());
                case DIV -> kept(left.dividedBy(rhs.value()).compacted());
                case TRIM_UPPER -> kept(HistogramTrim.upper(left, rhs.value()));
                case TRIM_LOWER -> kept(HistogramTrim.lower(left, rhs.value()));
                default -> incompatible("histogram", "float");
            };
        }
        return ofHistograms(Objects.requireNonNull(left), Objects.requireNonNull(right));
    }

    private static Outcome kept(NaiveHistogram histogram) {
        return new Outcome(Point.of(0, histogram), true, null);
    }

    private Outcome incompatible(String left, String right) {
        return new Outcome(null, false,
                new Remark(false, "incompatible sample types encountered for binary operator "
                        + Remarks.quoted(op.symbol()) + ": " + left + " " + op.symbol() + " " + right));
    }

    private Outcome ofFloats(double lhs, double rhs) {
        if (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
            return incompatible("float", "float");
        }
        if (op.isComparison()) {
            return new Outcome(Point.of(0, lhs), compare(lhs, rhs), null);
        }
        return new Outcome(Point.of(0, compute(lhs, rhs)), true, null);
    }

    private Outcome ofHistograms(NaiveHistogram lhs, NaiveHistogram rhs) {
        return switch (op) {
            case EQUAL -> new Outcome(Point.of(0, lhs), lhs.sameAs(rhs), null);
            case NOT_EQUAL -> new Outcome(Point.of(0, lhs), !lhs.sameAs(rhs), null);
            case ADD, SUB -> sum(lhs, rhs);
            default -> incompatible("histogram", "histogram");
        };
    }

    private Outcome sum(NaiveHistogram lhs, NaiveHistogram rhs) {
        HistogramSum.Result result;
        try {
            result = op == BinaryOp.ADD ? HistogramSum.plus(lhs, rhs) : HistogramSum.minus(lhs, rhs);
        } catch (IncompatibleHistogramsException e) {
            return new Outcome(null, false,
                    new Remark(true, "incompatible bucket layout encountered for binary operator " + op.symbol()));
        }
        String operation = op == BinaryOp.ADD ? "addition" : "subtraction";
        NaiveHistogram histogram = op == BinaryOp.ADD
                ? result.histogram()
                : result.histogram().withHint(CounterResetHint.GAUGE);
        if (result.hintsCollided()) {
            // The collision is treated as an error, so there is no result.
            return new Outcome(null, false,
                    new Remark(true, "conflicting counter resets during histogram " + operation));
        }
        Remark remark = result.boundsReconciled()
                ? new Remark(false, "mismatched custom buckets were reconciled during " + operation)
                : null;
        return new Outcome(Point.of(0, histogram.compacted()), true, remark);
    }

    private boolean compare(double lhs, double rhs) {
        return switch (op) {
            case EQUAL -> lhs == rhs;
            case NOT_EQUAL -> lhs != rhs;
            case LESS -> lhs < rhs;
            case LESS_EQUAL -> lhs <= rhs;
            case GREATER -> lhs > rhs;
            case GREATER_EQUAL -> lhs >= rhs;
            default -> throw new IllegalStateException(op.symbol());
        };
    }

    private double compute(double lhs, double rhs) {
        return switch (op) {
            case ADD -> lhs + rhs;
            case SUB -> lhs - rhs;
            case MUL -> lhs * rhs;
            case DIV -> lhs / rhs;
            case MOD -> lhs % rhs;
            case POW -> NaiveMath.pow(lhs, rhs);
            case ATAN2 -> Math.atan2(lhs, rhs);
            default -> throw new QueryException.Execution(
                    "operator " + Remarks.quoted(op.symbol()) + " not allowed for Scalar operations");
        };
    }
}
