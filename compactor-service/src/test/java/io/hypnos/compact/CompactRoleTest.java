package io.hypnos.compact;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.compact.engine.CompactorBucket;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;

@Timeout(120)
class CompactRoleTest {

    private static final Variables NONE = new Variables(Map.of("OBJSTORE_CONFIG",
            "{type: S3, config: {bucket: b, endpoint: 'e:1', access_key: a, secret_key: s}}"));

    @TempDir
    private Path temp;

    private final CompactRole role = new CompactRole();

    @Test
    void takesEveryFlagOfThanos() {
        ParsedFlags<CompactFlags> parsed = parse("compact", "--log.level=info", "--log.format=logfmt",
                "--http-address=0.0.0.0:10902",
                "--http-grace-period=2m", "--data-dir=/var/thanos/compact", "--objstore.config=$(OBJSTORE_CONFIG)",
                "--consistency-delay=30m", "--retention.resolution-raw=30d", "--retention.resolution-5m=90d",
                "--retention.resolution-1h=0d", "--wait", "--wait-interval=5m", "--no-downsampling.disable",
                "--block-discovery-strategy=recursive", "--block-meta-fetch-concurrency=16",
                "--block-files-concurrency=2", "--block-viewer.global.sync-block-interval=1m",
                "--block-viewer.global.sync-block-timeout=5m", "--compact.cleanup-interval=5m",
                "--compact.progress-interval=5m", "--compact.concurrency=2", "--compact.blocks-fetch-concurrency=3",
                "--downsample.concurrency=2", "--delete-delay=48h", "--compact.enable-vertical-compaction",
                "--deduplication.func=penalty", "--deduplication.replica-label=replica,prometheus_replica",
                "--deduplication.replica-label=rule_replica", "--compact.block-max-index-size=64GB",
                "--compact.skip-block-with-out-of-order-chunks", "--hash-func=SHA256",
                "--min-time=-52w", "--max-time=9999-12-31T23:59:59Z", "--web.disable", "--web.route-prefix=/c",
                "--web.external-prefix=/c", "--web.prefix-header=X-Forwarded-Prefix", "--bucket-web-label=tenant_id",
                "--disable-admin-operations", "--debug.halt-on-error", "--debug.max-compaction-level=3",
                "--selector.relabel-config=- {action: keep, source_labels: [tenant_id], regex: a.*}");

        CompactSettings settings = CompactSettings.of(parsed.flags(), NONE);

        assertThat(settings.options().merging().replicaLabels()).containsExactly("replica", "prometheus_replica",
                "rule_replica");
        assertThat(settings.options().merging().vertical()).isTrue();
        assertThat(settings.options().merging().concurrency()).isEqualTo(2);
        assertThat(settings.options().merging().ranges().lengths()).hasSize(4);
        assertThat(settings.options().merging().maxIndexBytes()).isEqualTo(64L << 30);
        assertThat(settings.options().transfers().sha256()).isTrue();
        assertThat(settings.options().downsampling().enabled()).isTrue();
        assertThat(settings.leaseKey().value()).matches("hypnos/compactor-[0-9a-f]{16}\\.json");
        assertThat(parsed.flags().isWaiting()).isTrue();
        assertThat(parsed.flags().isAdminEnabled()).isFalse();
    }

    @Test
    void hasThanosDefaults() {
        ParsedFlags<CompactFlags> parsed = parse("--objstore.config=$(OBJSTORE_CONFIG)");
        CompactSettings settings = CompactSettings.of(parsed.flags(), NONE);

        assertThat(parsed.flags().isWaiting()).isFalse();
        assertThat(parsed.flags().consistencyDelay()).hasMinutes(30);
        assertThat(parsed.flags().waitInterval()).hasMinutes(5);
        assertThat(settings.options().deletion().delay()).hasHours(48);
        assertThat(settings.options().merging().vertical()).isFalse();
        assertThat(settings.options().merging().concurrency()).isEqualTo(1);
        assertThat(settings.leaseKey().value()).isEqualTo("hypnos/compactor.json");
        assertThat(parse("-w", "--objstore.config=x").flags().isWaiting()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --retention.resolution-raw=1d      | --retention.resolution-raw=1d: raw blocks are downsampled once they are 40h long; keep them at least as long, or give --downsampling.disable
            --retention.resolution-5m=9d       | --retention.resolution-5m=9d: five-minute blocks are downsampled once they are 10d long; keep them at least as long, or give --downsampling.disable
            --deduplication.func=penalty       | --deduplication.func=penalty needs at least one --deduplication.replica-label to tell replicas by
            --deduplication.func=chain         | --deduplication.func must be empty or penalty, not "chain"
            --hash-func=MD5                    | --hash-func must be empty or SHA256, not "MD5"
            --block-discovery-strategy=psychic | --block-discovery-strategy must be concurrent or recursive, not "psychic"
            --compact.concurrency=0            | --compact.concurrency must be at least 1, not 0
            --debug.max-compaction-level=7     | --debug.max-compaction-level must be between 0 and 4
            --selector.relabel-config=- {action: replace, target_label: a} | --selector.relabel-config:1: "action" must be one of keep, drop, hashmod, not "replace"
            """)
    void refusesFlagsThatMakeNoSense(String flag, String message) {
        ParsedFlags<CompactFlags> parsed = parse("--objstore.config=$(OBJSTORE_CONFIG)", flag);

        assertThatThrownBy(() -> CompactSettings.of(parsed.flags(), NONE)).hasMessageContaining(message);
    }

    @Test
    void needsABucket() {
        assertThatThrownBy(() -> CompactSettings.of(parse().flags(), NONE)).isInstanceOf(FlagException.class)
                .hasMessage("no bucket to work on: give --objstore.config-file or --objstore.config");
    }

    @Test
    void refusesWhatItDoesNotServe() {
        assertThatThrownBy(() -> parse("--debug.accept-malformed-index")).isInstanceOf(FlagException.class)
                .hasMessageContaining("--debug.accept-malformed-index");
        assertThatThrownBy(() -> parse("--compact.concurency=1")).isInstanceOf(FlagException.class)
                .hasMessageContaining("--compact.concurrency");
    }

    @Test
    void makesOnePassAndEnds() throws Exception {
        Path bucketDirectory = temp.resolve("bucket");
        CompactorBucket.fill(FilesystemBucket.open(bucketDirectory), temp, 10);

        RunningRole running = start(bucketDirectory);
        running.awaitStop();

        assertThat(running.stop()).isTrue();
        assertThat(CompactorBucket.hours(FilesystemBucket.open(bucketDirectory), temp)).containsExactly("000-008",
                "008-010");
        assertThat(bucketDirectory.resolve("hypnos")).as("the lease was given back").doesNotExist();
    }

    @Test
    void endsBadlyWhenAGroupIsHalted() throws Exception {
        Path bucketDirectory = temp.resolve("bucket");
        CompactorBucket.fillOverlapping(FilesystemBucket.open(bucketDirectory), temp);

        RunningRole running = start(bucketDirectory);
        running.awaitStop();

        assertThat(running.stop()).isFalse();
    }

    @Test
    void servesItsBlocksAndStopsInGoodOrder() throws Exception {
        Path bucketDirectory = temp.resolve("bucket");
        CompactorBucket.fill(FilesystemBucket.open(bucketDirectory), temp, 10);
        try (RunningRole running = start(bucketDirectory, "--wait", "--enable-admin-operations")) {
            String base = "http://127.0.0.1:" + running.httpPort();
            String body = get(base + "/api/v1/blocks").body();
            while (!body.contains("\"source\": \"compactor\"")) {
                Thread.onSpinWait();
                body = get(base + "/api/v1/blocks?view=loaded").body();
            }
            assertThat(get(base + "/-/ready").statusCode()).isEqualTo(200);
            assertThat(get(base + "/metrics").body()).contains("thanos_compact_halted 0.0",
                    "thanos_objstore_bucket_operations_total", "thanos_blocks_meta_synced{state=\"loaded\"}");
            String id = body.split("\"ulid\": \"")[1].substring(0, 26);
            assertThat(post(base + "/api/v1/blocks/mark", "id=nonsense&action=DELETION").statusCode()).isEqualTo(400);
            assertThat(post(base + "/api/v1/blocks/mark", "id=" + id + "&action=FLY").statusCode()).isEqualTo(400);
            assertThat(post(base + "/api/v1/blocks/mark", "id=01ARZ3NDEKTSV4RRFFQ69G5FAV&action=DELETION").statusCode())
                    .isEqualTo(404);
            assertThat(post(base + "/api/v1/blocks/mark", "id=" + id + "&action=NO_COMPACTION&detail=by+hand")
                    .statusCode())
                    .isEqualTo(200);
            assertThat(bucketDirectory.resolve(id).resolve("no-compact-mark.json")).content().contains("by hand",
                    "\"reason\":\"manual\"");

            assertThat(running.stop()).isTrue();
        }
    }

    @Test
    void refusesMarksUnlessTheyAreAllowed() throws Exception {
        Path bucketDirectory = temp.resolve("bucket");
        try (RunningRole running = start(bucketDirectory, "--wait")) {
            HttpResponse<String> answer = post("http://127.0.0.1:" + running.httpPort() + "/api/v1/blocks/mark",
                    "id=01ARZ3NDEKTSV4RRFFQ69G5FAV&action=DELETION");

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("admin operations are disabled; start with --enable-admin-operations");
        }
    }

    @Test
    void sharesItsDataDirectoryWithNobody() {
        try (RunningRole running = start(temp.resolve("bucket"), "--wait")) {
            assertThatThrownBy(() -> start(temp.resolve("bucket"), "--wait"))
                    .satisfies(failure -> assertThat(RoleLauncher.describe(failure)).startsWith("--data-dir=")
                            .contains("is in use by another compactor"));
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
        assertThat(role.check(parse("--objstore.config=$(OBJSTORE_CONFIG)").flags(), NONE)).contains("bucket: b",
                "vertical compaction: off");
    }

    private RunningRole start(Path bucketDirectory, String... more) {
        var arguments = new ArrayList<>(List.of("--http-address=127.0.0.1:0", "--data-dir=" + temp.resolve("data"),
                "--consistency-delay=0s",
                "--objstore.config={type: FILESYSTEM, config: {directory: " + bucketDirectory + "}}"));
        arguments.addAll(List.of(more));
        return RoleLauncher.start(role, "compact-test", parse(arguments.toArray(String[]::new)), NONE);
    }

    private ParsedFlags<CompactFlags> parse(String... arguments) {
        return switch (role.flags().parse(List.of(arguments), FlagProperties.none(), NONE)) {
            case FlagOutcome.Run<CompactFlags>(var parsed) -> parsed;
            case FlagOutcome.Help<CompactFlags> _,FlagOutcome.Version<CompactFlags> _ -> throw new AssertionError();
        };
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
