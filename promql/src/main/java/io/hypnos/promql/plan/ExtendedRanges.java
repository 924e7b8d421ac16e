package io.hypnos.promql.plan;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;

/// Which functions know what to do with samples outside of their window, as `anchored` and `smoothed` give them.
final class ExtendedRanges {

    private static final Set<Function> ANCHORED = EnumSet.of(Function.CHANGES, Function.DELTA, Function.INCREASE,
            Function.RATE, Function.RESETS);
    private static final Set<Function> SMOOTHED = EnumSet.of(Function.DELTA, Function.INCREASE, Function.RATE);

    private ExtendedRanges() {}

    static void check(Function function, Expr range) {
        if (!(range instanceof MatrixSelector matrix)) {
            return;
        }
        Boundary boundary = matrix.selector().boundary();
        Set<Function> able = switch (boundary) {
            case PLAIN -> Set.of(function);
            case ANCHORED -> ANCHORED;
            case SMOOTHED -> SMOOTHED;
        };
        if (!able.contains(function)) {
            String names = able.stream().map(Function::word).sorted().collect(Collectors.joining(", "));
            throw new QueryException.Execution(
                    boundary.word() + " modifier can only be used with: " + names + " - not with " + function.word());
        }
    }
}
