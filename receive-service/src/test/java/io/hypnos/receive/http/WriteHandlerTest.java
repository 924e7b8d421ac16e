package io.hypnos.receive.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.proto.prompb.BucketSpan;
import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.proto.remote.v2.Sample;
import io.hypnos.receive.limit.HeadSeriesLimiter;
import io.hypnos.receive.limit.LimitMetrics;
import io.hypnos.receive.limit.LiveLimits;
import io.hypnos.receive.tenant.StoredSamples;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.tenant.TenantsFixture;
import io.hypnos.receive.wire.Requests;
import io.hypnos.receive.write.ReplicatedWriter;
import io.hypnos.receive.write.RingView;
import io.hypnos.receive.write.WriteBuffers;
import io.hypnos.receive.write.WriteMetrics;
import io.hypnos.receive.write.WritePeers;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.metrics.HttpMetrics;
import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.tenancy.TenantId;

/// What each kind of request is answered, and what is stored of it.
class WriteHandlerTest {

    private static final long NOW = Clock.systemUTC().millis();
    private static final TenantId DEFAULT = new TenantId("default-tenant");

    @TempDir
    private Path directory;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<String> obstacles = new ArrayList<>();
    private TenantTsdbs tenants;
    private LiveLimits limits;

    @BeforeEach
    void open() {
        tenants = new TenantTsdbs(
                TenantsFixture.options(directory, Optional.empty(),
                        options -> options.futureTolerance(Duration.ofMinutes(10)).maxExemplars(100)));
    }

    @AfterEach
    void close() {
        tenants.close();
        if (limits != null) {
            limits.close();
        }
    }

    private WriteHandler handler() {
        return handler("", "");
    }

    private WriteHandler handler(String splitLabel, String limitsYaml) {
        var limitMetrics = new LimitMetrics(registry);
        limits = LiveLimits.open(
                limitsYaml.isEmpty()
                        ? Optional.empty()
                        : ConfigText.of("limits", limitsYaml, null, Variables.ofEnvironment()),
                Variables.ofEnvironment(), Duration.ofHours(1), limitMetrics);
        var view = new RingView(RingView.Mode.INGESTOR_ONLY, "localhost:10901");
        var metrics = new WriteMetrics(registry);
        var writer = new ReplicatedWriter(view, tenants, new WritePeers(null, 1, Duration.ofSeconds(1)), metrics,
                Duration.ofSeconds(5));
        return new WriteHandler(
                new WriteHandler.Rules(new TenantHeader(TenantHeader.THANOS, DEFAULT), "THANOS-REPLICA",
                        Relabeling.NONE, splitLabel, true),
                new WriteHandler.Limits(limits, new HeadSeriesLimiter(limits, limitMetrics, tenants::headSeries),
                        limitMetrics),
                new WriteHandler.Writing(writer, new WriteBuffers(), metrics), HttpMetrics.byTenant(registry),
                () -> obstacles);
    }

    private static Answer post(WriteHandler handler, byte[] body, String... headers) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return handler.handle(new IncomingWrite(all::get, body, body.length, null));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    private Map<Labels, List<String>> stored() {
        return StoredSamples.of(tenants.get(DEFAULT).tsdb());
    }

    private static TimeSeries.Builder up(long time, double value) {
        return Requests.series(time, value, "__name__", "up", "job", "a");
    }

    private static final Labels UP = Labels.of("__name__", "up", "job", "a");
    private static final Labels GOOD = Labels.of("__name__", "good");

    private static TimeSeries.Builder good() {
        return Requests.series(NOW, 1, "__name__", "good");
    }

    @Test
    void storesWhatIsValid() {
        Answer answer = post(handler(), Requests.packed(up(NOW, 1), good()));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).isEmpty();
        assertThat(stored()).isEqualTo(Map.of(UP, List.of(NOW + "=1.0"), GOOD, List.of(NOW + "=1.0")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Content-Type | text/plain",
        "Content-Type | application/x-protobuf;proto=other.Message",
        "Content-Encoding | gzip", "Content-Encoding | zstd", "Content-Encoding | deflate"})
    void refusesOtherMediaTypes(String header, String value) {
        assertThat(post(handler(), Requests.packed(good()), header, value).status()).isEqualTo(415);
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Content-Type | application/x-protobuf",
        "Content-Type | application/x-protobuf; proto=prometheus.WriteRequest",
        "Content-Encoding | snappy", "X-Prometheus-Remote-Write-Version | 0.1.0", "X | "})
    void takesEveryWordingOfVersion1(String header, String value) {
        assertThat(post(handler(), Requests.packed(good()), header, value == null ? "" : value).status())
                .isEqualTo(204);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void refusesWhatCannotBeRead() {
        WriteHandler handler = handler();
        byte[] packed = Requests.packed(up(NOW, 1), good());
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThat(post(handler, cut).status()).as("cut at %d", length).isEqualTo(400);
        }
        assertThat(post(handler, Requests.pack(new byte[]{0x0a, 0x7f})).status()).isEqualTo(400);
        assertThat(text(post(handler, Requests.pack("not protobuf".getBytes(UTF_8)))))
                .startsWith("protobuf decode error");
        assertThat(stored()).isEmpty();
    }

    @Test
    void survivesNoiseOfAnyKind() {
        long seed = Long.getLong("hypnos.seed", System.nanoTime());
        var random = new Random(seed);
        WriteHandler handler = handler();
        byte[] plain = Requests.packed(up(NOW, 1), good());
        for (int i = 0; i < 5_000; i++) {
            byte[] body = plain.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            assertThat(
                    post(handler, body, "Content-Type", random.nextBoolean() ? "application/x-protobuf" : V2).status())
                    .as("seed %d", seed)
                    .isIn(204, 400, 409, 413);
        }
    }

    @Test
    void refusesABombBeforeUnpackingIt() {
        Answer answer = post(handler(), Requests.pack(new byte[33 << 20]));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(text(answer)).contains("34603008 bytes");
    }

    @Test
    void refusesALengthThatCannotBe() {
        assertThat(post(handler(), new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0}).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"job,a", "__name__,x,,v", "__name__,x,a,1,a,2", "__name__,x,a,1,a,1"})
    void refusesLabelsThatMakeNoSenseAndStoresTheRest(String labels) {
        Answer answer = post(handler(),
                Requests.packed(good(), Requests.series(NOW, 1, labels.split(",")), up(NOW, 1)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("{");
        assertThat(stored()).containsOnlyKeys(GOOD, UP);
    }

    @Test
    void sortsLabelsAndDropsEmptyOnes() {
        assertThat(post(handler(), Requests.packed(Requests.series(NOW, 1, "job", "a", "empty", "", "__name__", "up")))
                .status()).isEqualTo(204);
        assertThat(stored()).containsOnlyKeys(UP);
    }

    @Test
    void takesSeriesWithoutSamplesInVersion1() {
        WriteHandler handler = handler();
        assertThat(post(handler, Requests.packed(Requests.series("__name__", "up"))).status()).isEqualTo(204);
        assertThat(post(handler, Requests.packed()).status()).isEqualTo(204);
    }

    @Test
    void takesTheSameSampleAgain() {
        WriteHandler handler = handler();
        assertThat(post(handler, Requests.packed(up(NOW, 1))).status()).isEqualTo(204);
        assertThat(post(handler, Requests.packed(up(NOW, 1))).status()).isEqualTo(204);
        assertThat(stored().get(UP)).hasSize(1);
    }

    @Test
    void refusesWhatContradictsWhatIsStoredAndStoresTheRest() {
        WriteHandler handler = handler();
        assertThat(post(handler, Requests.packed(up(NOW, 1))).status()).isEqualTo(204);
        Answer other = post(handler, Requests.packed(up(NOW, 2), good()));
        assertThat(other.status()).isEqualTo(409);
        assertThat(text(other)).contains("default-tenant").contains("1 sample with another value").contains("up");
        assertThat(
                post(handler, Requests.packed(up(NOW - 1, 2), Requests.series(NOW, 1, "__name__", "second"))).status())
                .isEqualTo(409);
        assertThat(post(handler, Requests.packed(up(NOW - Duration.ofHours(5).toMillis(), 2))).status()).isEqualTo(409);
        assertThat(stored()).isEqualTo(
                Map.of(UP, List.of(NOW + "=1.0"), GOOD, List.of(NOW + "=1.0"), Labels.of("__name__", "second"),
                        List.of(NOW + "=1.0")));
    }

    @Test
    void storesAllOfASeriesThatComesInDisorder() {
        var backwards = Requests.series("__name__", "up", "job", "a").addSamples(Requests.sample(NOW, 3))
                .addSamples(Requests.sample(NOW - 2, 1))
                .addSamples(Requests.sample(NOW - 1, 2));
        assertThat(post(handler(), Requests.packed(backwards, good())).status()).isEqualTo(204);
        assertThat(stored().get(UP)).containsExactly(NOW - 2 + "=1.0", NOW - 1 + "=2.0", NOW + "=3.0");
    }

    @Test
    void storesASeriesThatComesTwice() {
        assertThat(post(handler(), Requests.packed(up(NOW, 2), good(), up(NOW - 5, 1))).status()).isEqualTo(204);
        assertThat(stored().get(UP)).containsExactly(NOW - 5 + "=1.0", NOW + "=2.0");
    }

    @Test
    void keepsTheFirstOfTwoValuesAtOneTime() {
        assertThat(post(handler(), Requests.packed(up(NOW, 1).addSamples(Requests.sample(NOW, 2)), good())).status())
                .isEqualTo(409);
        assertThat(stored()).isEqualTo(Map.of(UP, List.of(NOW + "=1.0"), GOOD, List.of(NOW + "=1.0")));
    }

    @Test
    void refusesTheFarFuture() {
        WriteHandler handler = handler();
        Answer answer = post(handler, Requests.packed(up(NOW + Duration.ofHours(1).toMillis(), 1), good()));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(text(answer)).contains("too far in the future");
        assertThat(stored()).containsOnlyKeys(GOOD);
        assertThat(post(handler, Requests.packed(up(NOW + Duration.ofMinutes(5).toMillis(), 1))).status())
                .isEqualTo(204);
    }

    @Test
    void refusesHistogramsThatContradictThemselves() {
        WriteHandler handler = handler();
        var wrong = Histogram.newBuilder().setTimestamp(NOW).setSchema(1).setCountInt(5).setSum(1).setZeroCountInt(0)
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(0).setLength(1)).addPositiveDeltas(1);
        Answer answer = post(handler, Requests.packed(Requests.series("__name__", "h").addHistograms(wrong), good()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(stored()).containsOnlyKeys(GOOD);
        wrong.setCountInt(1);
        assertThat(post(handler, Requests.packed(Requests.series("__name__", "h").addHistograms(wrong))).status())
                .isEqualTo(204);
    }

    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    private static Request.Builder v2(String... symbols) {
        return Request.newBuilder().addSymbols("").addAllSymbols(List.of(symbols));
    }

    private static io.hypnos.proto.remote.v2.TimeSeries.Builder v2Series(Integer... refs) {
        return io.hypnos.proto.remote.v2.TimeSeries.newBuilder().addAllLabelsRefs(List.of(refs));
    }

    private static Sample v2Sample(long time, double value) {
        return Sample.newBuilder().setTimestamp(time).setValue(value).build();
    }

    private static Map<String, String> written(int samples, int histograms, int exemplars) {
        return Map.of("X-Prometheus-Remote-Write-Samples-Written", Integer.toString(samples),
                "X-Prometheus-Remote-Write-Histograms-Written",
                Integer.toString(histograms), "X-Prometheus-Remote-Write-Exemplars-Written",
                Integer.toString(exemplars));
    }

    @Test
    void countsWhatItStoresInVersion2() {
        var exemplar = io.hypnos.proto.remote.v2.Exemplar.newBuilder().addLabelsRefs(5).addLabelsRefs(6).setValue(1)
                .setTimestamp(NOW);
        var request = v2("__name__", "up", "job", "a", "trace_id", "x")
                .addTimeseries(v2Series(1, 2, 3, 4).addSamples(v2Sample(NOW - 1, 1)).addSamples(v2Sample(NOW, 2))
                        .addExemplars(exemplar));
        Answer answer = post(handler(), Requests.pack(request.build().toByteArray()), "Content-Type", V2);
        assertThat(answer.status()).as(text(answer)).isEqualTo(204);
        assertThat(answer.headers()).isEqualTo(written(2, 0, 1));
        assertThat(stored()).isEqualTo(Map.of(UP, List.of(NOW - 1 + "=1.0", NOW + "=2.0")));
    }

    @Test
    void storesTheRestOfVersion2() {
        WriteHandler handler = handler();
        var good = v2Series(1, 2).addSamples(v2Sample(NOW, 1));
        for (var bad : List.of(v2Series(1, 99).addSamples(v2Sample(NOW, 1)),
                v2Series(1, 2, 3).addSamples(v2Sample(NOW, 1)), v2Series(1, 3),
                v2Series(3, 3).addSamples(v2Sample(NOW, 1)))) {
            var request = v2("__name__", "good", "other").addTimeseries(bad).addTimeseries(good);
            Answer answer = post(handler, Requests.pack(request.build().toByteArray()), "Content-Type", V2);
            assertThat(answer.status()).as(text(answer)).isEqualTo(400);
            assertThat(answer.headers()).containsAllEntriesOf(written(1, 0, 0));
        }
        assertThat(stored()).containsOnlyKeys(GOOD);
    }

    @Test
    void storesEachTenantApart() {
        WriteHandler handler = handler();
        assertThat(post(handler, Requests.packed(up(NOW, 1)), "THANOS-TENANT", "team-a").status()).isEqualTo(204);
        assertThat(post(handler, Requests.packed(good()), "THANOS-TENANT", "team-b").status()).isEqualTo(204);
        assertThat(StoredSamples.of(tenants.get(new TenantId("team-a")).tsdb())).containsOnlyKeys(UP);
        assertThat(StoredSamples.of(tenants.get(new TenantId("team-b")).tsdb())).containsOnlyKeys(GOOD);
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"..", ".", "a/b", "../../etc", "a b", "ü", "'a\\b'"})
    void refusesNamesThatAreNoTenants(String name) {
        assertThat(post(handler(), Requests.packed(good()), "THANOS-TENANT", name).status()).isEqualTo(400);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takesTheTenantFromALabel() {
        WriteHandler handler = handler("tenant", "");
        Answer answer = post(handler,
                Requests.packed(Requests.series(NOW, 1, "__name__", "up", "job", "a", "tenant", "team-a"), good()));
        assertThat(answer.status()).as(text(answer)).isEqualTo(204);
        assertThat(StoredSamples.of(tenants.get(new TenantId("team-a")).tsdb())).containsOnlyKeys(UP);
        assertThat(stored()).containsOnlyKeys(GOOD);
        assertThat(post(handler, Requests.packed(Requests.series(NOW, 1, "__name__", "up", "tenant", "../x"))).status())
                .isEqualTo(400);
    }

    @Test
    void refusesReplicasThatAreNoNumbers() {
        assertThat(post(handler(), Requests.packed(good()), "THANOS-REPLICA", "x").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"request: {size_bytes_limit: 10} | 413", "request: {series_limit: 1} | 413",
        "request: {samples_limit: 1} | 413",
        "request: {series_limit: 2, samples_limit: 2} | 204", "head_series_limit: 1 | 204"})
    void keepsTheLimits(String limit, int status) {
        WriteHandler handler = handler("", "write: {default: {" + limit + "}}");
        Answer answer = post(handler, Requests.packed(up(NOW, 1), good()));
        assertThat(answer.status()).as(text(answer)).isEqualTo(status);
        assertThat(stored()).hasSize(status == 204 ? 2 : 0);
    }

    @Test
    void asksTenantsWithTooManySeriesToWait() {
        WriteHandler handler = handler("", "write: {tenants: {default-tenant: {head_series_limit: 2}}}");
        assertThat(post(handler, Requests.packed(up(NOW, 1), good())).status()).isEqualTo(204);
        Answer answer = post(handler, Requests.packed(up(NOW + 1, 1)));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(post(handler, Requests.packed(up(NOW, 1)), "THANOS-TENANT", "other").status()).isEqualTo(204);
    }

    @Test
    void asksToComeBackWhileItIsNotReady() {
        obstacles.add("databases: the databases of tenants are being opened");
        Answer answer = post(handler(), Requests.packed(good()));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(text(answer)).contains("databases of tenants are being opened");
    }

    @Test
    void asksToComeBackWhenTheDiskIsFull() {
        tenants.close();
        tenants = new TenantTsdbs(TenantsFixture.options(directory.resolve("full"), Optional.empty(),
                options -> options.diskReserve(Long.MAX_VALUE / 2)));
        Answer answer = post(handler(), Requests.packed(good()));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(text(answer)).contains("the disk is almost full");
        assertThat(tenants.acceptWrites()).isFalse();
        assertThat(stored()).isEmpty();
    }

    @Test
    void tellsOfATenantThatCannotBeOpenedAndServesTheOthers() throws Exception {
        Files.writeString(directory.resolve("broken"), "a file, where a directory should be");
        WriteHandler handler = handler();
        Answer answer = post(handler, Requests.packed(good()), "THANOS-TENANT", "broken");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(text(answer)).contains("tenant broken cannot be opened");
        assertThat(post(handler, Requests.packed(good())).status()).isEqualTo(204);
    }

    @Test
    void countsAnswersByTenant() {
        post(handler(), Requests.packed(up(NOW, 1), good()), "THANOS-TENANT", "team-a");
        assertThat(registry.scrape(name -> name.equals("http_requests")).stream()
                .flatMap(metric -> metric.getDataPoints().stream()))
                .anyMatch(point -> "team-a".equals(point.getLabels().get("tenant"))
                        && "204".equals(point.getLabels().get("code")));
    }
}
