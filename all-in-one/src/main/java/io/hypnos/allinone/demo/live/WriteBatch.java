package io.hypnos.allinone.demo.live;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.demo.model.MetricFamily;
import io.hypnos.proto.remote.v2.BucketSpan;
import io.hypnos.proto.remote.v2.Histogram;
import io.hypnos.proto.remote.v2.Metadata;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.proto.remote.v2.Sample;
import io.hypnos.proto.remote.v2.TimeSeries;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;

/// Samples on their way into one request of remote write 2.0, one per series. Used once, by one thread.
final class WriteBatch {

    private final Request.Builder request = Request.newBuilder();
    private final Map<String, Integer> symbols = new HashMap<>();
    private int samples;

    WriteBatch() {
        symbol("");
    }

    /// An observation with the trace it belongs to.
    record Exemplar(String traceId, double value) {}

    void add(Labels labels, long millis, double value, @Nullable MetricFamily family, @Nullable Exemplar exemplar) {
        request.addTimeseries(series(labels, millis, family, exemplar)
                .addSamples(Sample.newBuilder().setValue(value).setTimestamp(millis)));
        samples++;
    }

    void add(Labels labels, long millis, IntegerHistogram histogram, MetricFamily family, @Nullable Exemplar exemplar) {
        var wire = Histogram.newBuilder().setCountInt(histogram.count()).setZeroCountInt(histogram.zeroCount())
                .setSum(histogram.sum()).setSchema(histogram.layout().schema())
                .setZeroThreshold(histogram.layout().zeroThreshold()).setTimestamp(millis);
        Spans spans = histogram.layout().positive();
        for (int i = 0; i < spans.size(); i++) {
            wire.addPositiveSpans(BucketSpan.newBuilder().setOffset(spans.offset(i)).setLength(spans.length(i)));
        }
        for (int i = 0; i < spans.bucketCount(); i++) {
            wire.addPositiveDeltas(histogram.delta(i));
        }
        request.addTimeseries(series(labels, millis, family, exemplar).addHistograms(wire));
        samples++;
    }

    /// Number of samples.
    int size() {
        return samples;
    }

    byte[] toByteArray() {
        return request.build().toByteArray();
    }

    private TimeSeries.Builder series(Labels labels, long millis, @Nullable MetricFamily family,
            @Nullable Exemplar exemplar) {
        var series = TimeSeries.newBuilder();
        labels.forEach((name, value) -> series.addLabelsRefs(symbol(name)).addLabelsRefs(symbol(value)));
        if (family != null) {
            series.setMetadata(Metadata.newBuilder().setType(type(family.type())).setHelpRef(symbol(family.help()))
                    .setUnitRef(symbol(family.unit())));
        }
        if (exemplar != null) {
            series.addExemplars(io.hypnos.proto.remote.v2.Exemplar.newBuilder().setTimestamp(millis)
                    .setValue(exemplar.value()).addLabelsRefs(symbol("traceID"))
                    .addLabelsRefs(symbol(exemplar.traceId())));
        }
        return series;
    }

    private static Metadata.MetricType type(MetricFamily.Type type) {
        return Metadata.MetricType.valueOf("METRIC_TYPE_" + type.name().toUpperCase(Locale.ROOT));
    }

    private int symbol(String text) {
        return symbols.computeIfAbsent(text, t -> {
            request.addSymbols(t);
            return request.getSymbolsCount() - 1;
        });
    }
}
