package io.hypnos.objstore.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.hypnos.objstore.s3.S3Config;
import io.hypnos.objstore.s3.S3Config.Location;
import io.hypnos.objstore.s3.S3Config.Lookup;
import io.hypnos.objstore.s3.S3Config.Requests;
import io.hypnos.objstore.s3.S3Config.Uploads;
import io.hypnos.objstore.s3.S3Credentials;
import io.hypnos.objstore.s3.S3Encryption;
import io.hypnos.objstore.s3.S3Transport;
import io.hypnos.objstore.s3.S3Transport.Tls;

/// Reads the `config` of a bucket of type S3: all keys of Thanos, and what they mean here. What has no meaning here is refused where that
/// would change what is stored or who may read it, and remarked on where it would not.
final class S3Section {

    private final YamlSection yaml;
    private final List<String> remarks = new ArrayList<>();

    S3Section(YamlSection yaml) {
        this.yaml = yaml;
    }

    /// What the operator should know about keys without effect; complete after [#read()].
    List<String> remarks() {
        return remarks;
    }

    S3Config read() throws InvalidConfigException {
        refuseSignatureVersion2();
        var config = new S3Config(location(), credentials(), transport(), uploads(), encryption(), requests());
        if (!yaml.flag("send_content_md5", true)) {
            remarks.add("send_content_md5: false has no effect, every upload carries a checksum");
        }
        readHedging(yaml.section("hedging_config"));
        yaml.refuseOthers();
        return config;
    }

    private Location location() throws InvalidConfigException {
        String bucket = yaml.text("bucket", "");
        if (bucket.isEmpty()) {
            throw yaml.invalid("bucket", "must name the bucket");
        }
        String endpoint = yaml.text("endpoint", "");
        if (endpoint.isEmpty()) {
            throw yaml.invalid("endpoint", "must be the host and port of the S3 service");
        }
        if (endpoint.contains("://") || endpoint.contains("/")) {
            throw yaml.invalid("endpoint", "must be host:port without scheme and path (use 'insecure: true' for http)");
        }
        return new Location(bucket, endpoint, yaml.text("region", ""), yaml.flag("insecure", false), lookup(),
                !yaml.flag("disable_dualstack", false));
    }

    private Lookup lookup() throws InvalidConfigException {
        String text = yaml.text("bucket_lookup_type", "auto");
        return switch (text) {
            case "auto" -> Lookup.AUTO;
            case "virtual-hosted" -> Lookup.VIRTUAL_HOSTED;
            case "path" -> Lookup.PATH;
            default -> throw yaml.invalid("bucket_lookup_type",
                    "must be auto, virtual-hosted or path, not \"" + text + "\"");
        };
    }

    private S3Credentials credentials() throws InvalidConfigException {
        String accessKey = yaml.text("access_key", "");
        String secretKey = yaml.text("secret_key", "");
        String sessionToken = yaml.text("session_token", "");
        String sts = yaml.text("sts_endpoint", "");
        boolean discover = yaml.flag("aws_sdk_auth", false);
        if (discover && !accessKey.isEmpty()) {
            throw yaml.invalid("aws_sdk_auth", "and \"access_key\" exclude each other");
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw yaml.invalid(accessKey.isEmpty() ? "secret_key" : "access_key",
                    "is given without its other half; give both, or none to use the environment or an IAM role");
        }
        if (!accessKey.isEmpty()) {
            return new S3Credentials.Keys(accessKey, secretKey, sessionToken);
        }
        try {
            return new S3Credentials.Discovered(sts.isEmpty() ? Optional.empty() : Optional.of(URI.create(sts)));
        } catch (IllegalArgumentException e) {
            throw yaml.invalid("sts_endpoint", "must be a URL");
        }
    }

    private S3Transport transport() throws InvalidConfigException {
        YamlSection http = yaml.section("http_config");
        S3Transport standard = S3Transport.DEFAULT;
        boolean skipVerify = http.flag("insecure_skip_verify", false);
        var transport = new S3Transport(http.duration("idle_conn_timeout", standard.idleTimeout()),
                http.duration("response_header_timeout", standard.responseTimeout()),
                http.duration("tls_handshake_timeout", standard.handshakeTimeout()),
                (int) http.integer("max_idle_conns_per_host", standard.maxIdle()),
                (int) http.integer("max_conns_per_host", standard.maxConnections()),
                tls(http.section("tls_config"), skipVerify));
        Duration oneSecond = Duration.ofSeconds(1);
        if (!http.duration("expect_continue_timeout", oneSecond).equals(oneSecond)) {
            remarks.add("http_config.expect_continue_timeout has no effect, no such header is sent");
        }
        if (http.integer("max_idle_conns", standard.maxIdle()) != standard.maxIdle()) {
            remarks.add("http_config.max_idle_conns has no effect, there is one host: see max_idle_conns_per_host");
        }
        http.flag("disable_compression", false);
        http.refuseOthers();
        return transport;
    }

    private Tls tls(YamlSection tls, boolean skipVerify) throws InvalidConfigException {
        Optional<Path> caFile = file(tls, "ca_file");
        Optional<Path> certificate = file(tls, "cert_file");
        Optional<Path> key = file(tls, "key_file");
        if (certificate.isPresent() != key.isPresent()) {
            throw tls.invalid(certificate.isPresent() ? "cert_file" : "key_file",
                    "is given without its other half; give cert_file and key_file");
        }
        var result = new Tls(caFile, certificate.map(file -> new S3Transport.Identity(file, key.orElseThrow())),
                tls.text("server_name", ""), tls.flag("insecure_skip_verify", false) || skipVerify);
        tls.refuseOthers();
        return result;
    }

    private Uploads uploads() throws InvalidConfigException {
        long partSize = yaml.integer("part_size", Uploads.DEFAULT_PART_SIZE);
        if (partSize < Uploads.MIN_PART_SIZE || partSize > Uploads.MAX_PART_SIZE) {
            throw yaml.invalid("part_size", "must be between 5242880 and 5368709120 bytes");
        }
        return new Uploads(partSize, !yaml.flag("disable_multipart", false), yaml.texts("put_user_metadata"));
    }

    private S3Encryption encryption() throws InvalidConfigException {
        YamlSection sse = yaml.section("sse_config");
        String type = sse.text("type", "");
        String keyId = sse.text("kms_key_id", "");
        String keyFile = sse.text("encryption_key", "");
        var context = sse.texts("kms_encryption_context");
        sse.refuseOthers();
        if (yaml.flag("insecure", false) && (type.equalsIgnoreCase("SSE-KMS") || type.equalsIgnoreCase("SSE-C"))) {
            throw sse.invalid("type", "must not be " + type + " with 'insecure: true', it needs TLS");
        }
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "" -> new S3Encryption.BucketDefault();
            case "SSE-S3" -> new S3Encryption.SseS3();
            case "SSE-KMS" -> {
                if (keyId.isEmpty()) {
                    throw sse.invalid("kms_key_id", "must be set for SSE-KMS");
                }
                yield new S3Encryption.SseKms(keyId, context);
            }
            case "SSE-C" -> {
                if (keyFile.isEmpty()) {
                    throw sse.invalid("encryption_key", "must name the file with the key for SSE-C");
                }
                yield new S3Encryption.SseC(Path.of(keyFile));
            }
            default -> throw sse.invalid("type", "must be SSE-S3, SSE-KMS or SSE-C, not \"" + type + "\"");
        };
    }

    private Requests requests() throws InvalidConfigException {
        String version = yaml.text("list_objects_version", "");
        if (!version.isEmpty() && !version.equals("v1") && !version.equals("v2")) {
            throw yaml.invalid("list_objects_version", "must be v1 or v2, not \"" + version + "\"");
        }
        YamlSection trace = yaml.section("trace");
        boolean traced = trace.flag("enable", false);
        trace.refuseOthers();
        long retries = yaml.integer("max_retries", 0);
        if (retries < 0 || retries > 100) {
            throw yaml.invalid("max_retries", "must be between 0 and 100");
        }
        return new Requests(version.equals("v1"), traced, (int) retries);
    }

    private void refuseSignatureVersion2() throws InvalidConfigException {
        if (yaml.flag("signature_version2", false)) {
            throw yaml.invalid("signature_version2", "is not supported; requests are signed with version 4");
        }
    }

    private void readHedging(YamlSection hedging) throws InvalidConfigException {
        if (hedging.flag("enabled", false)) {
            remarks.add("hedging_config has no effect, every request is sent once");
        }
        hedging.integer("up_to", 0);
        hedging.text("quantile", "");
        hedging.refuseOthers();
    }

    private static Optional<Path> file(YamlSection section, String key) throws InvalidConfigException {
        String name = section.text(key, "");
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }
}
