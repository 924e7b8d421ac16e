package io.hypnos.promql.exec.function;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.ScalarOperator;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.number.GoMath;

/// Functions that look at each sample by itself. Those of floats overlook histograms and the other way round.
public final class SampleFunctions implements VectorOperator {

    private final Function function;
    private final VectorOperator input;
    private final List<ScalarOperator> arguments;
    private final StepGrid grid;

    public SampleFunctions(Function function, VectorOperator input, List<ScalarOperator> arguments, StepGrid grid) {
        this.function = function;
        this.input = input;
        this.arguments = arguments;
        this.grid = grid;
    }

    @Override
    public @Nullable SeriesRow next() {
        // Even where the vector is empty: computing the numbers may be worth a remark.
        arguments.forEach(ScalarOperator::values);
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            apply(row);
            row.loseName();
            if (!row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private void apply(SeriesRow row) {
        switch (function) {
            case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR ->
                HistogramFunctions.apply(function, row);
            case TIMESTAMP -> stepTimes(row);
            case START_TIMESTAMP -> row.begin(row.labels());
            case CLAMP -> clamp(row, arguments.get(0).values(), arguments.get(1).values());
            case CLAMP_MIN -> clamp(row, arguments.get(0).values(), null);
            case CLAMP_MAX -> clamp(row, null, arguments.get(0).values());
            case ROUND -> round(row);
            case YEAR, MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, DAYS_IN_MONTH, HOUR, MINUTE -> {
                row.dropHistograms();
                double[] values = row.values();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Dates.part(function, values[i]);
                }
            }
            default -> {
                row.dropHistograms();
                FloatFunctions.apply(function, row.values());
            }
        }
    }

    private void stepTimes(SeriesRow row) {
        for (int i = 0; i < grid.count(); i++) {
            if (row.isPresent(i)) {
                row.replaceByFloat(i, grid.time(i) / 1000.0);
            }
        }
    }

    private static void clamp(SeriesRow row, double @Nullable [] mins, double @Nullable [] maxs) {
        row.dropHistograms();
        double[] values = row.values();
        for (int i = 0; i < values.length; i++) {
            double min = mins == null ? Double.NEGATIVE_INFINITY : mins[i];
            double max = maxs == null ? Double.POSITIVE_INFINITY : maxs[i];
            if (max < min) {
                row.remove(i);
            } else {
                values[i] = GoMath.max(min, GoMath.min(max, values[i]));
            }
        }
    }

    private void round(SeriesRow row) {
        row.dropHistograms();
        double[] values = row.values();
        double[] nearest = arguments.isEmpty() ? null : arguments.getFirst().values();
        for (int i = 0; i < values.length; i++) {
            double inverse = nearest == null ? 1 : 1.0 / nearest[i];
            values[i] = Math.floor(values[i] * inverse + 0.5) / inverse;
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
