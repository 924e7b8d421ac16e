package io.hypnos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.proto.info.InfoGrpc;
import io.hypnos.proto.info.InfoRequest;
import io.hypnos.proto.store.LabelMatcher;
import io.hypnos.proto.store.SeriesRequest;
import io.hypnos.proto.store.SeriesResponse;
import io.hypnos.proto.store.StoreGrpc;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.store.testing.GatewayFixture;
import io.hypnos.tsdb.block.Ulid;

@Timeout(120)
class StoreRoleTest {

    private static final Labels STREAM = Labels.of("tenant_id", "team-a");
    private static final Variables NONE = new Variables(Map.of("OBJSTORE_CONFIG",
            "{type: S3, config: {bucket: b, endpoint: 'e:1', access_key: a, secret_key: s}}"));

    @TempDir
    private Path temp;

    private final StoreRole role = new StoreRole();

    @Test
    void takesEveryFlagOfThanos() {
        ParsedFlags<StoreFlags> parsed = parse("store", "--log.level=info", "--log.format=logfmt",
                "--http-address=0.0.0.0:10902", "--http-grace-period=2m", "--grpc-address=0.0.0.0:10901",
                "--grpc-grace-period=2m", "--grpc-server-max-connection-age=60m", "--grpc-server-tls-min-version=1.3",
                "--store.limits.request-series=10", "--store.limits.request-samples=1000",
                "--data-dir=/var/thanos/store", "--no-cache-index-header", "--index-cache-size=100MB",
                "--chunk-pool-size=64MB", "--store.grpc.touched-series-limit=5",
                "--store.grpc.series-sample-limit=121", "--store.grpc.downloaded-bytes-limit=1GB",
                "--store.grpc.series-max-concurrency=7", "--objstore.config=$(OBJSTORE_CONFIG)",
                "--sync-block-duration=3m", "--block-discovery-strategy=recursive", "--block-sync-concurrency=4",
                "--block-meta-fetch-concurrency=16", "--min-time=-52w", "--max-time=9999-12-31T23:59:59Z",
                "--consistency-delay=30m", "--ignore-deletion-marks-delay=12h",
                "--store.enable-index-header-lazy-reader", "--store.enable-lazy-expanded-postings",
                "--store.posting-group-max-key-series-ratio=50", "--store.index-header-lazy-download-strategy=lazy",
                "--store.index-header-lazy-reader-idle-timeout=1m", "--web.disable", "--web.external-prefix=/s",
                "--web.prefix-header=X-Forwarded-Prefix", "--web.disable-cors", "--bucket-web-label=tenant_id",
                "--matcher-cache-size=100", "--disable-admin-operations", "--debug.series-batch-size=10000",
                "--selector.relabel-config=- {action: hashmod, source_labels: [tenant_id], modulus: 2, target_label: s}");

        StoreSettings settings = StoreSettings.of(parsed.flags(), NONE);

        assertThat(settings.cache().maxBytes()).isEqualTo(100 << 20);
        assertThat(settings.calls().concurrency()).isEqualTo(7);
        assertThat(settings.calls().chunkBytes()).isEqualTo(64 << 20);
        assertThat(settings.calls().limits().series()).isEqualTo(5);
        assertThat(settings.calls().limits().chunks()).isEqualTo(2);
        assertThat(settings.calls().limits().bytes()).isEqualTo(1 << 30);
        assertThat(settings.blocks().sync().directory()).isNull();
        assertThat(settings.postings().maxListRatio()).isEqualTo(50);
        assertThat(parsed.flags().isAdminEnabled()).isFalse();
    }

    @Test
    void hasThanosDefaults() {
        ParsedFlags<StoreFlags> parsed = parse("--objstore.config=$(OBJSTORE_CONFIG)");
        StoreSettings settings = StoreSettings.of(parsed.flags(), NONE);

        assertThat(parsed.flags().blocks.syncInterval).hasMinutes(15);
        assertThat(parsed.flags().blocks.deletionMarksDelay).hasHours(24);
        assertThat(parsed.flags().blocks.consistencyDelay).isZero();
        assertThat(settings.calls().concurrency()).isEqualTo(20);
        assertThat(settings.cache().maxBytes())
                .isEqualTo(Math.min(250L << 20, Runtime.getRuntime().maxMemory() / 4));
        assertThat(settings.blocks().sync().served().get().contains(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --block-discovery-strategy=psychic | --block-discovery-strategy must be concurrent or recursive, not "psychic"
            --block-sync-concurrency=0 | --block-sync-concurrency must be at least 1, not 0
            --store.grpc.series-max-concurrency=0 | --store.grpc.series-max-concurrency must be at least 1, not 0
            --store.grpc.touched-series-limit=-1 | --store.grpc.touched-series-limit must not be negative, not -1
            --sync-block-duration=0s | --sync-block-duration must be more than 0s
            --min-time=9999-12-31T23:59:59Z --max-time=-1d | --min-time=9999-12-31T23:59:59Z is after --max-time=-1d
            --index-cache.config={type: MEMCACHED} | --index-cache.config:1: "type" is not supported yet; supported is IN-MEMORY, whose size is config.max_size
            --index-cache.config={type: REDIS} | "type" is not supported yet; supported is IN-MEMORY
            --index-cache.config={type: IN-MEMORY, enabled_items: [Nonsense]} | has "Nonsense", must be some of [Postings, Series, ExpandedPostings]
            --selector.relabel-config=- {action: replace, target_label: a} | --selector.relabel-config:1: "action" must be one of keep, drop, hashmod, not "replace"
            """)
    void refusesFlagsThatMakeNoSense(String flags, String message) {
        var arguments = new ArrayList<>(List.of(flags.contains("{") ? new String[]{flags} : flags.split(" ")));
        if (flags.startsWith("--selector")) {
            arguments.set(0, flags);
        }
        arguments.add("--objstore.config=$(OBJSTORE_CONFIG)");

        ParsedFlags<StoreFlags> parsed = parse(arguments.toArray(String[]::new));

        assertThatThrownBy(() -> StoreSettings.of(parsed.flags(), NONE)).hasMessageContaining(message);
    }

    @Test
    void needsABucket() {
        assertThatThrownBy(() -> StoreSettings.of(parse().flags(), NONE)).isInstanceOf(FlagException.class)
                .hasMessage("no bucket to serve: give --objstore.config-file or --objstore.config");
    }

    @Test
    void refusesWhatItDoesNotServe() {
        assertThatThrownBy(() -> parse("--objstore-parquet.config={}")).isInstanceOf(FlagException.class)
                .hasMessageContaining("--objstore-parquet.config");
        assertThatThrownBy(() -> parse("--sync-block-duraton=1m")).isInstanceOf(FlagException.class)
                .hasMessageContaining("--sync-block-duration");
    }

    @Test
    void servesTheBlocksOfItsBucket() throws Exception {
        Path directory = temp.resolve("bucket");
        Ulid block = fill(directory);
        try (RunningRole running = start(directory, "--enable-admin-operations")) {
            String base = "http://127.0.0.1:" + running.httpPort();
            awaitReady(base);
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", running.grpcPort()).usePlaintext()
                    .build();
            try {
                var info = InfoGrpc.newBlockingStub(channel).info(InfoRequest.getDefaultInstance());
                assertThat(info.getComponentType()).isEqualTo("store");
                assertThat(info.getLabelSetsList()).hasSize(1);
                assertThat(info.getStore().getMinTime()).isZero();
                assertThat(info.getStore().getSupportsSharding()).isTrue();

                var answer = new ArrayList<SeriesResponse>();
                StoreGrpc.newBlockingStub(channel).series(seriesRequest("up")).forEachRemaining(answer::add);
                assertThat(answer).hasSize(1);
                assertThat(answer.getFirst().getSeries().getLabelsList()).extracting(label -> label.getValue())
                        .containsExactly("up", "a", "team-a");
            } finally {
                channel.shutdownNow();
            }
            assertThat(get(base + "/api/v1/blocks").body()).contains(block.toString(), "\"err\":null");
            assertThat(get(base + "/api/v1/blocks?view=loaded").body()).contains(block.toString());
            assertThat(post(base + "/api/v1/blocks/mark", "id=" + block + "&action=NO_COMPACTION").statusCode())
                    .isEqualTo(200);
            assertThat(directory.resolve(block.toString()).resolve("no-compact-mark.json")).exists();
            assertThat(get(base + "/metrics").body()).contains("thanos_bucket_store_blocks_loaded 1.0",
                    "thanos_bucket_store_block_load_failures_total 0.0",
                    "thanos_blocks_meta_synced{state=\"loaded\"} 1",
                    "thanos_store_index_cache_requests_total{item_type=\"Postings\"",
                    "thanos_bucket_store_series_data_touched_count{data_type=\"chunks\"",
                    "thanos_bucket_store_series_gate_queries_max 20.0",
                    "thanos_objstore_bucket_operations_total");

            assertThat(running.stop()).isTrue();
        }
    }

    @Test
    void refusesMarksUnlessTheyAreAllowed() throws Exception {
        Path directory = temp.resolve("bucket");
        Ulid block = fill(directory);
        try (RunningRole running = start(directory)) {
            HttpResponse<String> answer = post("http://127.0.0.1:" + running.httpPort() + "/api/v1/blocks/mark",
                    "id=" + block + "&action=DELETION");

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("admin operations are disabled; start with --enable-admin-operations");
        }
    }

    @Test
    void endsCallsAboveItsLimits() throws Exception {
        Path directory = temp.resolve("bucket");
        fill(directory);
        try (RunningRole running = start(directory, "--store.grpc.touched-series-limit=1")) {
            awaitReady("http://127.0.0.1:" + running.httpPort());
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", running.grpcPort()).usePlaintext()
                    .build();
            try {
                assertThatThrownBy(() -> StoreGrpc.newBlockingStub(channel).series(seriesRequest("up|down"))
                        .forEachRemaining(_ -> {}))
                        .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                            assertThat(refused).hasMessageContaining("exceeded series limit");
                        });
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void saysWhenTheBucketCannotBeUsed() throws IOException {
        Path file = Files.writeString(temp.resolve("plain"), "");

        assertThatThrownBy(() -> start(file.resolve("bucket")))
                .satisfies(failure -> assertThat(RoleLauncher.describe(failure))
                        .startsWith("--objstore.config: cannot create the bucket's directory"));
    }

    @Test
    void checksItsConfiguration() {
        assertThat(role.check(parse("--objstore.config=$(OBJSTORE_CONFIG)").flags(), NONE)).contains("bucket: b");
    }

    private static SeriesRequest seriesRequest(String names) {
        return SeriesRequest.newBuilder().setMinTime(0).setMaxTime(100_000)
                .addMatchers(LabelMatcher.newBuilder().setType(LabelMatcher.Type.RE).setName("__name__")
                        .setValue(names))
                .build();
    }

    private Ulid fill(Path directory) throws IOException {
        try (var gateway = new GatewayFixture(FilesystemBucket.open(directory), temp.resolve("fill"))) {
            return gateway.put(STREAM, 0, List.of(series("down"), series("up")));
        }
    }

    private static ChunkSeries series(String name) {
        var writer = new ChunkWriter();
        for (int i = 0; i < 10; i++) {
            writer.append(i * 1000L, i);
        }
        return new ChunkSeries(Labels.of("__name__", name, "job", "a"), List.copyOf(writer.finish()));
    }

    private RunningRole start(Path bucketDirectory, String... more) {
        var arguments = new ArrayList<>(List.of("--http-address=127.0.0.1:0", "--grpc-address=127.0.0.1:0",
                "--data-dir=" + temp.resolve("data"),
                "--objstore.config={type: FILESYSTEM, config: {directory: " + bucketDirectory + "}}"));
        arguments.addAll(List.of(more));
        return RoleLauncher.start(role, "store-test", parse(arguments.toArray(String[]::new)), NONE);
    }

    private ParsedFlags<StoreFlags> parse(String... arguments) {
        return switch (role.flags().parse(List.of(arguments), FlagProperties.none(), NONE)) {
            case FlagOutcome.Run<StoreFlags>(var parsed) -> parsed;
            case FlagOutcome.Help<StoreFlags> _,FlagOutcome.Version<StoreFlags> _ -> throw new AssertionError();
        };
    }

    private static void awaitReady(String base) throws Exception {
        while (get(base + "/-/ready").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> post(String url, String form) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(form))
                    .header("Content-Type", "application/x-www-form-urlencoded").build(), BodyHandlers.ofString());
        }
    }
}
