package io.hypnos.promql.format;

import java.io.IOException;
import java.util.List;

import io.hypnos.promql.QueryStatistics;

/// Writes what `stats=true` and `stats=all` show: `{"timings":{…},"samples":{…}}`, times in seconds.
final class StatisticsJson {

    private static final double NANOS = 1e9;

    private StatisticsJson() {}

    static void write(QueryStatistics statistics, JsonOutput json) throws IOException {
        QueryStatistics.Timings timings = statistics.timings();
        json.raw("{\"timings\":{\"evalTotalTime\":").number(timings.evalTotal() / NANOS);
        json.raw(",\"resultSortTime\":").number(timings.resultSort() / NANOS);
        json.raw(",\"queryPreparationTime\":").number(timings.queryPreparation() / NANOS);
        json.raw(",\"innerEvalTime\":").number(timings.innerEval() / NANOS);
        json.raw(",\"execQueueTime\":").number(timings.execQueue() / NANOS);
        json.raw(",\"execTotalTime\":").number(timings.execTotal() / NANOS);
        QueryStatistics.Samples samples = statistics.samples();
        json.raw("},\"samples\":{");
        perStep("totalQueryableSamplesPerStep", samples.totalPerStep(), json);
        json.raw("\"totalQueryableSamples\":").number(samples.total()).raw(',');
        perStep("samplesReadPerStep", samples.readPerStep(), json);
        json.raw("\"samplesRead\":").number(samples.read());
        json.raw(",\"peakSamples\":").number(samples.peak()).raw("}}");
    }

    private static void perStep(String name, List<QueryStatistics.StepCount> counts, JsonOutput json)
            throws IOException {
        if (counts.isEmpty()) {
            return;
        }
        json.raw('"').raw(name).raw("\":[");
        for (int i = 0; i < counts.size(); i++) {
            json.raw(i == 0 ? "[" : ",[").seconds(counts.get(i).time()).raw(',').number(counts.get(i).count()).raw(']');
        }
        json.raw("],");
    }
}
