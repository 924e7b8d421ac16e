package io.hypnos.objstore.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.s3.EmbeddedS3;
import io.hypnos.objstore.s3.S3Config;
import io.hypnos.objstore.s3.S3Credentials;
import io.hypnos.objstore.s3.S3Encryption;
import io.hypnos.objstore.s3.S3Transport;

class BucketConfigTest {

    /// Every key that Thanos documents, at the value that it documents.
    private static final String ALL_KEYS = """
            type: S3
            config:
              bucket: "b"
              endpoint: "s3:8333"
              region: ""
              disable_dualstack: false
              aws_sdk_auth: false
              access_key: "ak"
              insecure: false
              signature_version2: false
              secret_key: "top-secret-key"
              session_token: "top-secret-token"
              put_user_metadata: {}
              http_config:
                idle_conn_timeout: 1m30s
                response_header_timeout: 2m
                insecure_skip_verify: false
                tls_handshake_timeout: 10s
                expect_continue_timeout: 1s
                max_idle_conns: 100
                max_idle_conns_per_host: 100
                max_conns_per_host: 0
                tls_config:
                  ca_file: ""
                  cert_file: ""
                  key_file: ""
                  server_name: ""
                  insecure_skip_verify: false
                disable_compression: false
              trace:
                enable: false
              list_objects_version: ""
              bucket_lookup_type: auto
              send_content_md5: true
              disable_multipart: false
              part_size: 67108864
              sse_config:
                type: ""
                kms_key_id: ""
                kms_encryption_context: {}
                encryption_key: ""
              sts_endpoint: ""
              max_retries: 0
            prefix: ""
            """;

    @Test
    void readsEveryKeyOfThanos() throws InvalidConfigException {
        BucketConfig config = BucketConfig.parse(ALL_KEYS, "bucket.yml");

        S3Config s3 = ((BucketConfig.S3) config.store()).config();
        assertThat(s3.location()).isEqualTo(
                new S3Config.Location("b", "s3:8333", "", false, S3Config.Lookup.AUTO, true));
        assertThat(s3.credentials()).isEqualTo(new S3Credentials.Keys("ak", "top-secret-key", "top-secret-token"));
        assertThat(s3.transport()).isEqualTo(S3Transport.DEFAULT);
        assertThat(s3.uploads()).isEqualTo(new S3Config.Uploads(64 << 20, true, Map.of()));
        assertThat(s3.encryption()).isEqualTo(new S3Encryption.BucketDefault());
        assertThat(s3.requests()).isEqualTo(new S3Config.Requests(false, false, 0));
        assertThat(config.prefix()).isEmpty();
        assertThat(config.remarks()).isEmpty();
    }

    @Test
    void hasThanosDefaultsForWhatIsLeftOut() throws InvalidConfigException {
        var config = BucketConfig.parse("{type: s3, config: {bucket: b, endpoint: e}}", "bucket.yml");

        S3Config s3 = ((BucketConfig.S3) config.store()).config();
        assertThat(s3.transport()).isEqualTo(S3Transport.DEFAULT);
        assertThat(s3.transport().responseTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(s3.credentials()).isInstanceOf(S3Credentials.Discovered.class);
        assertThat(s3.location().dualStack()).isTrue();
        assertThat(s3.uploads().multipart()).isTrue();
    }

    @Test
    void readsPrefixAndEncryption() throws InvalidConfigException {
        var config = BucketConfig.parse("""
                type: S3
                prefix: /a/b/
                config:
                  bucket: b
                  endpoint: e
                  bucket_lookup_type: virtual-hosted
                  list_objects_version: v1
                  max_retries: 3
                  put_user_metadata: {X-Amz-Storage-Class: STANDARD_IA, team: obs}
                  sse_config: {type: SSE-KMS, kms_key_id: k, kms_encryption_context: {a: b}}
                  http_config: {idle_conn_timeout: 0s, max_conns_per_host: 7, insecure_skip_verify: true}
                """, "bucket.yml");

        S3Config s3 = ((BucketConfig.S3) config.store()).config();
        assertThat(config.prefix()).contains(ObjectKey.of("a", "b"));
        assertThat(s3.encryption()).isEqualTo(new S3Encryption.SseKms("k", Map.of("a", "b")));
        assertThat(s3.uploads().storageClass()).isEqualTo("STANDARD_IA");
        assertThat(s3.uploads().plainMetadata()).isEqualTo(Map.of("team", "obs"));
        assertThat(s3.requests()).isEqualTo(new S3Config.Requests(true, false, 3));
        assertThat(s3.transport().maxConnections()).isEqualTo(7);
        assertThat(s3.transport().tls().skipVerify()).isTrue();
    }

    @Test
    void remarksOnKeysWithoutEffect() throws InvalidConfigException {
        var config = BucketConfig.parse(
                """
                        type: S3
                        config: {bucket: b, endpoint: e, send_content_md5: false, hedging_config: {enabled: true, up_to: 3, quantile: 0.9}}
                        """,
                "bucket.yml");

        assertThat(config.remarks()).containsExactly(
                "send_content_md5: false has no effect, every upload carries a checksum",
                "hedging_config has no effect, every request is sent once");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: S3, config: {bucket: b}}                                   | bucket.yml:1: "endpoint" must be the host and port of the S3 service
            {type: S3, config: {endpoint: e}}                                 | bucket.yml:1: "bucket" must name the bucket
            {type: S3, config: {bucket: b, endpoint: "http://e"}}             | bucket.yml:1: "endpoint" must be host:port without scheme and path (use 'insecure: true' for http)
            {type: S3, config: {bucket: b, endpoint: e, acces_key: x}}        | bucket.yml:1: unknown key "acces_key" (did you mean access_key?)
            {type: S3, config: {bucket: b, endpoint: e, nonsense_here: x}}    | bucket.yml:1: unknown key "nonsense_here"
            {type: S3, config: {bucket: b, endpoint: e, access_key: x}}       | bucket.yml:1: "access_key" is given without its other half; give both, or none to use the environment or an IAM role
            {type: S3, config: {bucket: b, endpoint: e, access_key: x, secret_key: y, aws_sdk_auth: true}} | bucket.yml:1: "aws_sdk_auth" and "access_key" exclude each other
            {type: S3, config: {bucket: b, endpoint: e, signature_version2: true}} | bucket.yml:1: "signature_version2" is not supported; requests are signed with version 4
            {type: S3, config: {bucket: b, endpoint: e, insecure: perhaps}}   | bucket.yml:1: "insecure" must be true or false, not "perhaps"
            {type: S3, config: {bucket: b, endpoint: e, part_size: 1}}        | bucket.yml:1: "part_size" must be between 5242880 and 5368709120 bytes
            {type: S3, config: {bucket: b, endpoint: e, part_size: many}}     | bucket.yml:1: "part_size" must be a whole number, not "many"
            {type: S3, config: {bucket: b, endpoint: e, http_config: {idle_conn_timeout: soon}}} | bucket.yml:1: "idle_conn_timeout" must be a duration such as 1m30s, not "soon"
            {type: S3, config: {bucket: b, endpoint: e, sse_config: {type: ROT13}}} | bucket.yml:1: "type" must be SSE-S3, SSE-KMS or SSE-C, not "ROT13"
            {type: S3, config: {bucket: b, endpoint: e, insecure: true, sse_config: {type: SSE-C, encryption_key: k}}} | bucket.yml:1: "type" must not be SSE-C with 'insecure: true', it needs TLS
            {type: S3, config: {bucket: b, endpoint: e, insecure: true, sse_config: {type: SSE-KMS, kms_key_id: k}}} | bucket.yml:1: "type" must not be SSE-KMS with 'insecure: true', it needs TLS
            {type: S3, config: {bucket: b, endpoint: e, bucket: c}}           | bucket.yml:1: key "bucket" is given twice
            {type: S3, config: [a]}                                           | bucket.yml:1: expected keys and values
            {type: FILESYSTEM}                                                | bucket.yml: "directory" must be set for a bucket of type FILESYSTEM
            {type: FILESYSTEM, config: {directory: d}, prefx: x}              | bucket.yml:1: unknown key "prefx" (did you mean prefix?)
            {type: FILESYSTEM, config: {directory: d}, prefix: a//b}          | bucket.yml:1: "prefix" must be names separated by single slashes, not "a//b"
            {type: GCS, config: {bucket: b}}                                  | bucket.yml:1: "type" GCS is not supported yet; supported are S3 (also for stores that speak its protocol) and FILESYSTEM
            {type: FTP}                                                       | bucket.yml:1: "type" must be S3 or FILESYSTEM, not "FTP"
            {config: {}}                                                      | bucket.yml:1: "type" must be S3 or FILESYSTEM
            {type: [                                                          | bucket.yml:1: not valid YAML: expected the node content, but found '<stream end>'
            """)
    void refusesWhatMakesNoSense(String yaml, String message) {
        assertThatThrownBy(() -> BucketConfig.parse(yaml, "bucket.yml")).isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheLineOfAnUnknownKey() {
        assertThatThrownBy(() -> BucketConfig.parse("""
                type: S3
                config:
                  bucket: b
                  endpoint: e
                  http_config:
                    idle_timeout: 1m
                """, "bucket.yml")).hasMessageStartingWith("bucket.yml:6: unknown key \"idle_timeout\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GCS", "azure", "SWIFT", "COS", "ALIYUNOSS", "BOS", "OCI", "OBS"})
    void namesTheStoresThatItDoesNotServe(String type) {
        assertThatThrownBy(() -> BucketConfig.parse("{type: " + type + ", config: {a: b}}", "bucket.yml"))
                .isInstanceOf(InvalidConfigException.class).hasMessageContaining("is not supported yet");
    }

    @Test
    void showsNoSecret() throws InvalidConfigException {
        BucketConfig config = BucketConfig.parse(ALL_KEYS, "bucket.yml");

        assertThat(config.toString()).contains("ak").doesNotContain("top-secret");
        assertThat(SecretMask.mask(ALL_KEYS)).contains("endpoint: s3:8333", "secret_key: <secret>",
                "session_token: <secret>").doesNotContain("top-secret");
        assertThat(SecretMask.mask("secret_key: [")).isEqualTo("<secret>");
        assertThatThrownBy(() -> BucketConfig.parse(ALL_KEYS.replace("max_retries", "max_retires"), "bucket.yml"))
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void opensADirectoryBelowItsPrefix(@TempDir Path temp) throws Exception {
        var config = BucketConfig.parse(
                "{type: FILESYSTEM, config: {directory: " + temp.resolve("data") + "}, prefix: p}", "bucket.yml");

        try (Bucket bucket = config.open(new PrometheusRegistry())) {
            bucket.put(ObjectKey.of("a"), new ByteArrayInputStream(new byte[]{'x'}), 1);
        }
        assertThat(temp.resolve("data/p/a")).hasContent("x");
    }

    @Test
    void opensS3(@TempDir Path temp) throws Exception {
        try (var service = new EmbeddedS3(temp);
                Bucket bucket = BucketConfig.parse(service.yaml(), "bucket.yml").open(new PrometheusRegistry())) {
            bucket.put(ObjectKey.of("a"), new ByteArrayInputStream(new byte[]{'x'}), 1);
            assertThat(bucket.exists(ObjectKey.of("a"))).isTrue();
        }
    }

    @Test
    void saysInWhichFileTheBucketIsWrong(@TempDir Path temp) throws Exception {
        try (var service = new EmbeddedS3(temp)) {
            var config = BucketConfig.parse(service.yaml().replace("bucket: thanos", "bucket: thanox"), "bucket.yml");
            assertThatThrownBy(() -> config.open(new PrometheusRegistry())).isInstanceOf(BucketRefusedException.class)
                    .hasMessage("bucket.yml: bucket \"thanox\" not found at " + service.endpoint()
                            + " (HTTP 404). hypnos never creates buckets; create it or fix 'bucket'");
        }
    }

    @Test
    void waitsForAServiceThatIsNotUpYet(@TempDir Path temp) throws Exception {
        String yaml;
        try (var service = new EmbeddedS3(temp)) {
            yaml = service.yaml() + "  max_retries: 1\n";
        }

        try (Bucket bucket = BucketConfig.parse(yaml, "bucket.yml").open(new PrometheusRegistry())) {
            assertThatThrownBy(() -> bucket.exists(ObjectKey.of("a"))).isInstanceOf(IOException.class)
                    .isNotInstanceOf(BucketRefusedException.class);
        }
    }

    @Test
    void refusesADirectoryThatCannotBe(@TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "");
        var config = BucketConfig.parse("{type: FILESYSTEM, config: {directory: " + file + "}}", "bucket.yml");

        assertThatThrownBy(() -> config.open(new PrometheusRegistry())).isInstanceOf(BucketRefusedException.class)
                .hasMessageStartingWith("bucket.yml: cannot create the bucket's directory " + file);
    }
}
