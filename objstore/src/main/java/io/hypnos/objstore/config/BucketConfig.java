package io.hypnos.objstore.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketMetrics;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.MeteredBucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.PrefixedBucket;
import io.hypnos.objstore.RetryOptions;
import io.hypnos.objstore.RetryingBucket;
import io.hypnos.objstore.filesystem.FilesystemBucket;
import io.hypnos.objstore.s3.S3Bucket;
import io.hypnos.objstore.s3.S3Config;

/// The operator's description of a bucket, Thanos' `bucket.yml`:
///
///     type: S3                       # or FILESYSTEM
///     config: {bucket: thanos, endpoint: "s3:8333", access_key: …, secret_key: …}
///     prefix: some/folder            # optional: use only what lies below
///
/// Unknown keys are refused with their line. Holds secrets; its text does not show them.
///
/// @param prefix  where in the bucket everything lies; absent for all of it
/// @param remarks what the operator should know about keys that have no effect
/// @param origin  what to call the description in messages, such as its file name
public record BucketConfig(Store store, Optional<ObjectKey> prefix, List<String> remarks, String origin) {

    private static final Logger log = LoggerFactory.getLogger(BucketConfig.class);

    /// The kinds of store that buckets can be in.
    public sealed interface Store {

        /// The name by which metrics know the bucket.
        String bucketName();
    }

    /// A bucket of an S3 service.
    public record S3(S3Config config) implements Store {
        @Override
        public String bucketName() {
            return config.location().bucket();
        }
    }

    /// A directory.
    public record Filesystem(Path directory) implements Store {
        @Override
        public String bucketName() {
            return "fs: " + directory;
        }
    }

    public BucketConfig {
        remarks = List.copyOf(remarks);
    }

    public static BucketConfig parse(String yaml, String origin) throws InvalidConfigException {
        YamlSection top = YamlSection.parse(yaml, origin);
        String type = top.text("type", "");
        YamlSection config = top.section("config");
        Optional<ObjectKey> prefix = prefix(top);
        top.refuseOthers();
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "S3" -> {
                var section = new S3Section(config);
                S3Config s3 = section.read();
                yield new BucketConfig(new S3(s3), prefix, section.remarks(), origin);
            }
            case "FILESYSTEM" -> {
                String directory = config.text("directory", "");
                if (directory.isEmpty()) {
                    throw config.invalid("directory", "must be set for a bucket of type FILESYSTEM");
                }
                config.refuseOthers();
                Path path = Path.of(directory).toAbsolutePath().normalize();
                yield new BucketConfig(new Filesystem(path), prefix, List.of(), origin);
            }
            case "" -> throw top.invalid("type", "must be S3 or FILESYSTEM");
            case "GCS", "AZURE", "SWIFT", "COS", "ALIYUNOSS", "BOS", "OCI", "OBS" -> throw top.invalid("type",
                    type.toUpperCase(Locale.ROOT)
                            + " is not supported yet; supported are S3 (also for stores that speak its"
                            + " protocol) and FILESYSTEM");
            default -> throw top.invalid("type", "must be S3 or FILESYSTEM, not \"" + type + "\"");
        };
    }

    /// The bucket, ready for use: below its prefix, metered in `registry`, with failed requests repeated. The caller closes it.
    ///
    /// A store that says no (no such bucket, wrong keys) is refused here. One that cannot be reached is not: it may come up later, and every
    /// user of a bucket survives its absence.
    ///
    /// @throws BucketRefusedException with the origin in its message
    public Bucket open(PrometheusRegistry registry) throws IOException {
        Bucket bucket;
        RetryOptions retries = RetryOptions.DEFAULT;
        try {
            switch (store) {
                case S3(S3Config config) -> {
                    int wanted = config.requests().maxRetries();
                    if (wanted > 0) {
                        retries = new RetryOptions(wanted + 1, retries.firstBackoff(), retries.maxBackoff());
                    }
                    bucket = openS3(config);
                }
                case Filesystem(Path directory) -> bucket = FilesystemBucket.open(directory);
            }
        } catch (IOException e) {
            throw new BucketRefusedException(origin + ": " + e.getMessage(), e);
        }
        if (prefix.isPresent()) {
            bucket = new PrefixedBucket(bucket, prefix.get());
        }
        var metrics = new BucketMetrics(registry, store.bucketName());
        return new RetryingBucket(new MeteredBucket(bucket, metrics), retries, metrics);
    }

    private S3Bucket openS3(S3Config config) throws IOException {
        S3Bucket bucket = S3Bucket.open(config);
        try {
            bucket.check();
        } catch (BucketRefusedException e) {
            bucket.close();
            throw e;
        } catch (IOException e) {
            log.atWarn().addKeyValue("bucket", bucket.name()).addKeyValue("err", e.getMessage())
                    .log("the object store cannot be reached yet");
        }
        return bucket;
    }

    private static Optional<ObjectKey> prefix(YamlSection top) throws InvalidConfigException {
        String text = top.text("prefix", "");
        String bare = text.replaceAll("^/+|/+$", "");
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        if (!ObjectKey.isValid(bare)) {
            throw top.invalid("prefix", "must be names separated by single slashes, not \"" + text + "\"");
        }
        return Optional.of(new ObjectKey(bare));
    }
}
