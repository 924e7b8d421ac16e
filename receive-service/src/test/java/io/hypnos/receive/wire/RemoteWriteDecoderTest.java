package io.hypnos.receive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.proto.prompb.BucketSpan;
import io.hypnos.proto.prompb.Exemplar;
import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.prompb.Label;
import io.hypnos.proto.prompb.MetricMetadata;
import io.hypnos.proto.prompb.Sample;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;
import io.hypnos.proto.remote.v2.Metadata;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.proto.store.TimeSeriesTenantTuple;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.RelabelConfig;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.tenancy.TenantId;

/// The decoders against protobuf's own writing of the same requests.
class RemoteWriteDecoderTest {

    private static final long SEED = Long.getLong("hypnos.seed", 20_261_120);

    private final Random random = new Random(SEED);
    private final RemoteWrite1Decoder v1 = new RemoteWrite1Decoder();
    private final RemoteWrite2Decoder v2 = new RemoteWrite2Decoder();

    private DecodedWrite decode1(byte[] body) {
        DecodedWrite write = Decoded.load(body);
        v1.decode(body.length, true, write);
        return write;
    }

    private DecodedWrite decode2(byte[] body) {
        DecodedWrite write = Decoded.load(body);
        v2.decode(body.length, true, write);
        return write;
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }

    private static TimeSeries.Builder series(String... labels) {
        var series = TimeSeries.newBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            series.addLabels(label(labels[i], labels[i + 1]));
        }
        return series;
    }

    private static Sample sample(long time, double value) {
        return Sample.newBuilder().setTimestamp(time).setValue(value).build();
    }

    private static byte[] request(TimeSeries.Builder... series) {
        var request = WriteRequest.newBuilder();
        for (TimeSeries.Builder one : series) {
            request.addTimeseries(one);
        }
        return request.build().toByteArray();
    }

    private static Histogram.Builder histogram(long time) {
        return Histogram.newBuilder().setTimestamp(time).setCountInt(12).setSum(18.4).setSchema(1)
                .setZeroThreshold(0.001).setZeroCountInt(2)
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(0).setLength(2))
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(1).setLength(2))
                .addAllPositiveDeltas(List.of(1L, 1L, -1L, 0L))
                .addNegativeSpans(BucketSpan.newBuilder().setOffset(-3).setLength(2))
                .addAllNegativeDeltas(List.of(2L, 1L));
    }

    @Test
    void readsSamplesExemplarsAndMetadata() {
        byte[] body = WriteRequest.newBuilder()
                .addTimeseries(
                        series("__name__", "up", "job", "a").addSamples(sample(1000, 1.5))
                                .addSamples(sample(-5, Double.NaN))
                                .addExemplars(Exemplar.newBuilder().addLabels(label("traceID", "x")).setValue(2)
                                        .setTimestamp(999)))
                .addMetadata(MetricMetadata.newBuilder().setType(MetricMetadata.MetricType.COUNTER)
                        .setMetricFamilyName("up").setHelp("h").setUnit("u"))
                .build().toByteArray();
        DecodedWrite write = decode1(body);
        assertThat(Decoded.of(write)).containsExactly(new Decoded(Labels.of("__name__", "up", "job", "a"),
                List.of("1000=3ff8000000000000", "-5=7ff8000000000000",
                        new io.hypnos.tsdb.write.Exemplar(Labels.of("traceID", "x"), 999, 2).toString())));
        assertThat(write.batch().metricName(0)).isEqualTo("up");
        assertThat(write.batch().metricMetadata(0))
                .isEqualTo(new io.hypnos.tsdb.write.MetricMetadata(io.hypnos.tsdb.write.MetricMetadata.Type.COUNTER,
                        "u", "h"));
        assertThat(write.faults().isEmpty()).isTrue();
    }

    @Test
    void readsHistogramsOfBothKinds() {
        Histogram.Builder floats = Histogram.newBuilder().setTimestamp(7).setCountFloat(3.5).setSum(1).setSchema(-1)
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(5).setLength(1)).addPositiveCounts(3.5)
                .setResetHint(Histogram.ResetHint.GAUGE);
        DecodedWrite write = decode1(
                request(series("__name__", "h").addHistograms(histogram(5)).addHistograms(floats)));
        var integers = (IntegerHistogram) write.batch().histogram(0);
        assertThat(integers.buckets()).containsExactly(1, 2, 1, 1, 2, 3);
        assertThat(integers.count()).isEqualTo(12);
        assertThat(integers.layout().positive().bucketIndices()).containsExactly(0, 1, 3, 4);
        assertThat(integers.layout().negative().bucketIndices()).containsExactly(-3, -2);
        assertThat(((FloatHistogram) write.batch().histogram(1)).buckets()).containsExactly(3.5);
        assertThat(write.batch().histogramTime(1)).isEqualTo(7);
    }

    @Test
    void refusesHistogramsThatContradictThemselves() {
        Histogram.Builder mismatch = histogram(5).setCountInt(1);
        Histogram.Builder spans = histogram(5).addPositiveSpans(BucketSpan.newBuilder().setOffset(1).setLength(-1));
        DecodedWrite write = decode1(request(
                series("__name__", "h").addHistograms(mismatch).addHistograms(histogram(6)).addHistograms(spans)));
        assertThat(write.batch().histogramCount()).isEqualTo(1);
        assertThat(write.faults().describe())
                .isEqualTo("series {__name__=\"h\"} has a native histogram that contradicts itself (and 1 more)");
        // What is sent on has only the sound one.
        byte[] forwarded = ForwardedWrite.encode(write, 1,
                List.of(new ForwardedWrite.TenantPart(TenantId.DEFAULT, new int[]{0}, 1)));
        var again = Decoded.load(forwarded);
        ForwardedWrite.decode(forwarded.length, false, v1, again);
        assertThat(again.batch().histogramCount()).isEqualTo(1);
        assertThat(again.faults().isEmpty()).isTrue();
    }

    @Test
    void readsLabelsThatAreMixedWithSamples() throws Exception {
        var mixed = new ByteArrayOutputStream();
        series("__name__", "up").addSamples(sample(1, 1)).build().writeTo(mixed);
        series("job", "a").addSamples(sample(2, 2)).build().writeTo(mixed);
        var body = new ByteArrayOutputStream();
        body.write(0x0A);
        body.write(mixed.size());
        mixed.writeTo(body);
        assertThat(Decoded.of(decode1(body.toByteArray()))).containsExactly(
                new Decoded(Labels.of("__name__", "up", "job", "a"),
                        List.of("1=3ff0000000000000", "2=4000000000000000")));
    }

    @Test
    void sortsLabelsAndDropsEmptyOnes() {
        DecodedWrite write = decode1(request(series("z", "1", "__name__", "up", "empty", "").addSamples(sample(1, 1))));
        assertThat(Decoded.of(write).getFirst().labels()).isEqualTo(Labels.of("__name__", "up", "z", "1"));
    }

    @Test
    void refusesLabelsThatMeanNothing() {
        DecodedWrite write = decode1(request(series("job", "a").addSamples(sample(1, 1)),
                series("__name__", "up", "", "x").addSamples(sample(1, 1)),
                series("__name__", "up", "a", "1", "a", "2").addSamples(sample(1, 1)),
                series("__name__", "ok").addSamples(sample(1, 1))));
        assertThat(Decoded.of(write)).extracting(Decoded::labels).containsExactly(null, null, null,
                Labels.of("__name__", "ok"));
        assertThat(write.faults().describe()).isEqualTo(
                "series {job=\"a\"} has no metric name; series {__name__=\"up\", \"\"=\"x\"} has a label without a name; "
                        + "series {__name__=\"up\", a=\"1\", a=\"2\"} has a label twice");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] body = request(series("__name__", "up", "a", "xx").addSamples(sample(1, 1)),
                series("__name__", "up", "a", "ü").addSamples(sample(1, 1)));
        int at = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("xx");
        body[at] = (byte) 0xC3;
        DecodedWrite write = decode1(body);
        assertThat(Decoded.of(write)).extracting(Decoded::labels).containsExactly(null,
                Labels.of("__name__", "up", "a", "ü"));
        assertThat(write.faults().describe()).contains("is not UTF-8");
    }

    @Test
    void refusesMoreLabelsThanAnybodyMeans() {
        var many = series("__name__", "up").addSamples(sample(1, 1));
        for (int i = 5000; i > 0; i--) {
            many.addLabels(label("l" + i, "v"));
        }
        DecodedWrite write = decode1(request(many));
        assertThat(Decoded.of(write).getFirst().labels()).isNull();
        assertThat(write.faults().describe()).contains("more labels");
    }

    /// Both versions of one random request.
    private record Both(byte[] v1, byte[] v2) {}

    private Both randomRequest() {
        var one = WriteRequest.newBuilder();
        var two = Request.newBuilder();
        Map<String, Integer> symbols = new LinkedHashMap<>();
        symbols.put("", 0);
        for (int i = random.nextInt(20); i >= 0; i--) {
            var plain = TimeSeries.newBuilder();
            var referring = io.hypnos.proto.remote.v2.TimeSeries.newBuilder();
            var names = new ArrayList<>(List.of("__name__", "job", "instance", "zone", "ä"));
            java.util.Collections.shuffle(names, random);
            for (String name : names) {
                String value = random.nextInt(6) == 0 && !name.equals("__name__") ? "" : "v" + random.nextInt(50);
                plain.addLabels(label(name, value));
                referring.addLabelsRefs(symbols.computeIfAbsent(name, key -> symbols.size()));
                referring.addLabelsRefs(symbols.computeIfAbsent(value, key -> symbols.size()));
            }
            for (int s = random.nextInt(3) + 1; s > 0; s--) {
                long time = random.nextLong();
                double value = Double.longBitsToDouble(random.nextLong());
                plain.addSamples(sample(time, value));
                referring.addSamples(io.hypnos.proto.remote.v2.Sample.newBuilder().setTimestamp(time).setValue(value)
                        .setStartTimestamp(5));
            }
            if (random.nextBoolean()) {
                plain.addHistograms(histogram(i));
                referring.addHistograms(asV2(histogram(i).build()));
                plain.addExemplars(
                        Exemplar.newBuilder().addLabels(label("traceID", "t" + i)).setValue(i).setTimestamp(i));
                referring.addExemplars(io.hypnos.proto.remote.v2.Exemplar.newBuilder()
                        .addLabelsRefs(symbols.computeIfAbsent("traceID", key -> symbols.size()))
                        .addLabelsRefs(symbols.computeIfAbsent("t" + i, key -> symbols.size())).setValue(i)
                        .setTimestamp(i));
            }
            one.addTimeseries(plain);
            two.addTimeseries(referring);
        }
        two.addAllSymbols(symbols.keySet());
        return new Both(one.build().toByteArray(), two.build().toByteArray());
    }

    private static io.hypnos.proto.remote.v2.Histogram asV2(Histogram histogram) {
        try {
            return io.hypnos.proto.remote.v2.Histogram.parseFrom(histogram.toByteArray());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsBothVersionsAlikeAndSendsThemOnAlike() throws Exception {
        for (int round = 0; round < 300; round++) {
            Both both = randomRequest();
            DecodedWrite first = decode1(both.v1());
            DecodedWrite second = decode2(both.v2());
            List<Decoded> expected = Decoded.of(first);
            assertThat(Decoded.of(second)).as("seed %d", SEED).isEqualTo(expected);
            for (DecodedWrite write : List.of(first, second)) {
                var canonical = new CanonicalKeys(Relabeling.NONE, null).apply(write, true, new DecodedWrite());
                int[] all = java.util.stream.IntStream.range(0, expected.size()).toArray();
                byte[] forwarded = ForwardedWrite.encode(canonical.write(), 2,
                        List.of(new ForwardedWrite.TenantPart(new TenantId("t"), all, all.length)));
                // As protobuf reads it, and as we do.
                var parsed = io.hypnos.proto.store.WriteRequest.parseFrom(forwarded);
                assertThat(parsed.getReplica()).isEqualTo(2);
                TimeSeriesTenantTuple tuple = parsed.getTimeseriesTenantData(0);
                assertThat(tuple.getTenant()).isEqualTo("t");
                assertThat(tuple.getTimeseriesList())
                        .allSatisfy(series -> assertThat(series.getLabelsList()).extracting(Label::getName).isSorted());
                var again = Decoded.load(forwarded);
                var read = ForwardedWrite.decode(forwarded.length, false, v1, again);
                assertThat(read.replica()).isEqualTo(2);
                assertThat(read.tenants())
                        .containsExactly(new ForwardedWrite.TenantSeries(new TenantId("t"), 0, all.length));
                assertThat(Decoded.of(again)).as("seed %d", SEED).isEqualTo(expected);
            }
        }
    }

    @Test
    void readsTheOldFormOfForwardedWrites() {
        byte[] bytes = io.hypnos.proto.store.WriteRequest.newBuilder().setTenant("old").setReplica(1)
                .addTimeseries(series("__name__", "up").addSamples(sample(1, 1))).build().toByteArray();
        var into = Decoded.load(bytes);
        var read = ForwardedWrite.decode(bytes.length, false, v1, into);
        assertThat(read.tenants()).containsExactly(new ForwardedWrite.TenantSeries(new TenantId("old"), 0, 1));
        assertThat(Decoded.of(into)).hasSize(1);
    }

    @Test
    void refusesReferencesToNothing() {
        byte[] body = Request.newBuilder().addAllSymbols(List.of("", "__name__", "up", "a"))
                .addTimeseries(v2Series(1, 99)).addTimeseries(v2Series(1, 2, 3)).addTimeseries(v2Series(1, 2))
                .addTimeseries(v2Series(1, 2, 3, 3, 3, 2))
                .addTimeseries(io.hypnos.proto.remote.v2.TimeSeries.newBuilder().addAllLabelsRefs(List.of(1, 2)))
                .build().toByteArray();
        DecodedWrite write = decode2(body);
        assertThat(write.batch().seriesCount()).isEqualTo(1);
        assertThat(write.faults().describe())
                .isEqualTo("series #3 has a label twice; series #0 refers to symbols that are not there (and 1 more); "
                        + "series #4 has neither samples nor histograms");
    }

    private static io.hypnos.proto.remote.v2.TimeSeries v2Series(Integer... references) {
        return io.hypnos.proto.remote.v2.TimeSeries.newBuilder().addAllLabelsRefs(Arrays.asList(references))
                .addSamples(io.hypnos.proto.remote.v2.Sample.newBuilder().setTimestamp(1)).build();
    }

    @Test
    void readsMetadataOfVersionTwo() {
        byte[] body = Request.newBuilder().addAllSymbols(List.of("", "__name__", "up", "help", "unit"))
                .addTimeseries(v2Series(1, 2).toBuilder()
                        .setMetadata(Metadata.newBuilder().setType(Metadata.MetricType.METRIC_TYPE_GAUGE).setHelpRef(3)
                                .setUnitRef(4)))
                .build().toByteArray();
        assertThat(decode2(body).batch().metadata(0))
                .isEqualTo(new io.hypnos.tsdb.write.MetricMetadata(io.hypnos.tsdb.write.MetricMetadata.Type.GAUGE,
                        "unit", "help"));
    }

    @Test
    void refusesATableThatDoesNotStartEmpty() {
        byte[] body = Request.newBuilder().addSymbols("x").build().toByteArray();
        assertThatThrownBy(() -> decode2(body)).isInstanceOf(MalformedWriteException.class);
    }

    @Test
    void appliesRulesAndSplitsTenants() {
        DecodedWrite write = decode1(request(series("__name__", "up", "tenant", "a").addSamples(sample(1, 1)),
                series("__name__", "drop_me").addSamples(sample(1, 1)),
                series("__name__", "up", "tenant", "../x").addSamples(sample(1, 1)),
                series("__name__", "up").addSamples(sample(2, 2))));
        var rules = new Relabeling(
                List.of(RelabelConfig.of(RelabelAction.DROP, RelabelConfig.Source.of("__name__"), "drop.*")));
        var canonical = new CanonicalKeys(rules, "tenant").apply(write, true, new DecodedWrite());
        assertThat(Decoded.of(canonical.write())).containsExactly(
                new Decoded(Labels.of("__name__", "up"), List.of("1=3ff0000000000000")),
                new Decoded(Labels.of("__name__", "up"), List.of("2=4000000000000000")));
        assertThat(canonical.tenants()).containsExactly(new TenantId("a"), null);
        assertThat(canonical.dropped()).isEqualTo(1);
        assertThat(canonical.write().faults().describe()).contains("names a tenant that cannot be one");
    }

    @Test
    void endsOnAnyBytes() {
        int refused = 0;
        int rounds = Integer.getInteger("hypnos.fuzz.rounds", 4_000);
        for (int round = 0; round < rounds; round++) {
            Both both = randomRequest();
            byte[] body = (random.nextBoolean() ? both.v1() : both.v2()).clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
            DecodedWrite write = Decoded.load(body);
            try {
                switch (random.nextInt(3)) {
                    case 0 -> v1.decode(length, random.nextBoolean(), write);
                    case 1 -> v2.decode(length, random.nextBoolean(), write);
                    default -> ForwardedWrite.decode(length, random.nextBoolean(), v1, write);
                }
                Decoded.of(write);
                new CanonicalKeys(Relabeling.NONE, "job").apply(write, true, new DecodedWrite());
            } catch (MalformedWriteException | io.hypnos.service.tenancy.InvalidTenantException e) {
                refused++;
            }
            assertThat(write.bytes().length).isLessThan(16 * 64 * 1024 + 20 * length);
        }
        assertThat(refused).as("seed %d", SEED).isPositive();
    }

    @Test
    void takesNoMoreThanTheBodyAllows() {
        // A field that claims two gigabytes.
        byte[] body = {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 1, 2};
        assertThatThrownBy(() -> decode1(body)).isInstanceOf(MalformedWriteException.class)
                .hasMessageContaining("2147483647 bytes");
        assertThatThrownBy(() -> decode2("\0\0\0".getBytes(UTF_8))).isInstanceOf(MalformedWriteException.class);
    }
}
