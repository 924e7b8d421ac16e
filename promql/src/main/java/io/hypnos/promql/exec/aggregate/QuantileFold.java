package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.number.Quantiles;
import io.hypnos.promql.plan.node.Origin;

/// `quantile`: keeps the values of all series of the group.
final class QuantileFold implements GroupFold {

    private final QueryRun run;
    private final Parameter parameter;
    private final Origin origin;
    private final List<SeriesRow> rows = new ArrayList<>();

    QuantileFold(QueryRun run, Parameter parameter, Origin origin) {
        this.run = run;
        this.parameter = parameter;
        this.origin = origin;
    }

    @Override
    public void add(SeriesRow row) {
        if (row.dropHistograms()) {
            run.remarks().histogramIgnored("quantile", origin);
        }
        if (!row.isEmpty()) {
            run.context().reserve(SeriesRow.bytes(row.steps()));
            rows.add(row.copy());
        }
    }

    @Override
    public void finish(SeriesRow result) {
        double[] values = new double[rows.size()];
        for (int step = 0; step < result.steps(); step++) {
            int count = 0;
            for (SeriesRow row : rows) {
                if (row.isPresent(step)) {
                    values[count++] = row.value(step);
                }
            }
            if (count > 0) {
                result.set(step, Quantiles.ofUnsorted(parameter.at(step), values, count));
            }
        }
        run.context().release(SeriesRow.bytes(result.steps()) * rows.size());
        rows.clear();
    }
}
