package io.hypnos.promql.format;

import java.io.IOException;

import io.hypnos.promql.OperatorAnalysis;
import io.hypnos.promql.number.GoNumbers;

/// Writes what `analyze=true` shows, in Thanos' shape: `{"name":…,"executionTime":"1.5ms","peakSamples":…,"totalSamples":…,"children":[…]}`,
/// and `series`, which Thanos has not.
final class AnalysisJson {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private AnalysisJson() {}

    static void write(OperatorAnalysis operator, JsonOutput json) throws IOException {
        json.raw("{\"name\":").text(operator.name());
        json.raw(",\"executionTime\":").text(duration(operator.nanos()));
        json.raw(",\"peakSamples\":").number(operator.peakSamples());
        json.raw(",\"totalSamples\":").number(operator.samples());
        json.raw(",\"series\":").number(operator.series());
        if (!operator.children().isEmpty()) {
            json.raw(",\"children\":[");
            for (int i = 0; i < operator.children().size(); i++) {
                if (i > 0) {
                    json.raw(',');
                }
                write(operator.children().get(i), json);
            }
            json.raw(']');
        }
        json.raw('}');
    }

    /// As Go prints durations, such as `1m2.5s`, `3.25ms`, `17µs`.
    static String duration(long nanos) {
        if (nanos < MICRO) {
            return nanos == 0 ? "0s" : nanos + "ns";
        }
        if (nanos < MILLI) {
            return GoNumbers.plain((double) nanos / MICRO) + "µs";
        }
        if (nanos < SECOND) {
            return GoNumbers.plain((double) nanos / MILLI) + "ms";
        }
        long minutes = nanos / (60 * SECOND);
        String seconds = GoNumbers.plain((double) (nanos % (60 * SECOND)) / SECOND) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }
}
