package io.hypnos.allinone.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

import io.hypnos.allinone.bench.model.HistogramValues;
import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.model.TargetLayout;
import io.hypnos.allinone.bench.model.ValueKind;
import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;
import io.hypnos.proto.remote.v2.Request;

class PreparedRequestTest {

    private static final long TIME = 1_763_000_123_456L;

    private final TargetLayout layout = new TargetLayout(0.1);
    private final LoadModel model = new LoadModel(3, new LoadModel.Population(1, 1000),
            new LoadModel.Timing(TIME, 15_000, 0), new LoadModel.Variation(0.1, 0, 1, 0));
    private final HistogramValues histogram = new HistogramValues();

    @Test
    void isWhatEveryReceiverOfVersion1Decodes() throws Exception {
        RequestBuffer request = patched(Protocol.V1);
        WriteRequest decoded = WriteRequest.parseFrom(body(request));
        assertThat(decoded.getTimeseriesCount()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            TimeSeries series = decoded.getTimeseries(i);
            var labels = new HashMap<String, String>();
            var names = new ArrayList<String>();
            series.getLabelsList().forEach(label -> {
                labels.put(label.getName(), label.getValue());
                names.add(label.getName());
            });
            assertThat(names).isSorted();
            assertThat(labels).isEqualTo(model.seriesLabels(layout, 0, i, 0));
            if (kind(i) == ValueKind.HISTOGRAM) {
                assertThat(series.getSamplesCount()).isZero();
                assertIsAsSet(series.getHistograms(0), i);
            } else {
                assertThat(series.getSamples(0).getValue()).isEqualTo(i / 7.0);
                assertThat(series.getSamples(0).getTimestamp()).isEqualTo(TIME + i);
            }
        }
    }

    @Test
    void isWhatEveryReceiverOfVersion2Decodes() throws Exception {
        RequestBuffer request = patched(Protocol.V2);
        Request decoded = Request.parseFrom(body(request));
        assertThat(decoded.getSymbols(0)).isEmpty();
        for (int i = 0; i < 1000; i++) {
            var series = decoded.getTimeseries(i);
            var labels = new HashMap<String, String>();
            for (int r = 0; r < series.getLabelsRefsCount(); r += 2) {
                labels.put(decoded.getSymbols(series.getLabelsRefs(r)),
                        decoded.getSymbols(series.getLabelsRefs(r + 1)));
            }
            assertThat(labels).isEqualTo(model.seriesLabels(layout, 0, i, 0));
            assertThat(decoded.getSymbols(series.getMetadata().getHelpRef())).startsWith("Made by hypnos bench");
            if (kind(i) == ValueKind.HISTOGRAM) {
                histogram.at(17, i, 4);
                assertThat(series.getHistograms(0).getCountInt()).isEqualTo(histogram.count());
                assertThat(series.getHistograms(0).getTimestamp()).isEqualTo(TIME + i);
            } else {
                assertThat(series.getSamples(0).getValue()).isEqualTo(i / 7.0);
                assertThat(series.getSamples(0).getTimestamp()).isEqualTo(TIME + i);
            }
        }
    }

    @Test
    void startsWithTheHeadThatTheProtocolAsksFor() {
        RequestBuffer request = patched(Protocol.V2);
        String text = new String(request.bytes(), request.start(), request.length(), ISO_8859_1);
        assertThat(text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n")).contains(
                "POST /api/v1/receive?x=1 HTTP/1.1", "Host: localhost:19291", "Content-Encoding: snappy",
                "Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request",
                "X-Prometheus-Remote-Write-Version: 2.0.0", "THANOS-TENANT: a",
                "Content-Length: " + request.bodyLength());
    }

    @Test
    void refusesTimesThatDoNotFitItsField() {
        assertThatThrownBy(() -> PreparedRequest.timestampVarint(1L << 42))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PreparedRequest.timestampVarint(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private ValueKind kind(int series) {
        return layout.member(series % TargetLayout.SIZE).kind();
    }

    private void assertIsAsSet(Histogram found, int series) {
        histogram.at(17, series, 4);
        assertThat(found.getCountInt()).isEqualTo(histogram.count());
        assertThat(found.getZeroCountInt()).isEqualTo(histogram.zeroCount());
        assertThat(found.getSum()).isEqualTo(histogram.sum());
        assertThat(found.getSchema()).isEqualTo(HistogramValues.SCHEMA);
        assertThat(found.getTimestamp()).isEqualTo(TIME + series);
        assertThat(found.getPositiveSpans(0).getOffset()).isEqualTo(HistogramValues.FIRST_BUCKET);
        long count = 0;
        for (int b = 0; b < HistogramValues.BUCKETS; b++) {
            count += found.getPositiveDeltas(b);
            assertThat(count).isEqualTo(histogram.count(b));
        }
    }

    private RequestBuffer patched(Protocol protocol) {
        var entries = new ArrayList<SeriesEntry>();
        for (int i = 0; i < 1000; i++) {
            entries.add(new SeriesEntry(layout.member(i % TargetLayout.SIZE), model.seriesLabels(layout, 0, i, 0)));
        }
        var head = new RequestHead(URI.create("http://localhost:19291/api/v1/receive?x=1"), protocol,
                Map.of("THANOS-TENANT", "a"));
        PreparedRequest request = new PreparedRequest.Factory(protocol).prepare(head, List.copyOf(entries));
        for (int i = 0; i < 1000; i++) {
            long time = PreparedRequest.timestampVarint(TIME + i);
            if (kind(i) == ValueKind.HISTOGRAM) {
                histogram.at(17, i, 4);
                request.setHistogram(i, time, histogram);
            } else {
                request.setFloat(i, time, i / 7.0);
            }
        }
        var buffer = new RequestBuffer();
        buffer.fill(request);
        return buffer;
    }

    private static byte[] body(RequestBuffer request) throws Exception {
        int end = request.start() + request.length();
        return Snappy.uncompress(Arrays.copyOfRange(request.bytes(), end - request.bodyLength(), end));
    }
}
