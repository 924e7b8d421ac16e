package io.hypnos.objstore.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.ObjectReadArgs;
import io.minio.PutObjectArgs;
import io.minio.PutObjectBaseArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.ServerSideEncryption;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectAttributes;
import io.hypnos.objstore.ObjectBody;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// A bucket of an S3 service, through the MinIO client. Never creates the bucket.
///
/// A large object is sent in parts, of which one is in memory at a time; S3 makes it visible when the last part is confirmed, and a failed
/// upload leaves nothing that can be read. What the service says about an answer (its length, the range it covers) is checked before the first
/// byte is handed out.
public final class S3Bucket implements Bucket {

    private static final Logger log = LoggerFactory.getLogger(S3Bucket.class);

    private final S3Config config;
    private final MinioClient client;
    private final S3Failures failures;
    private final Optional<ServerSideEncryption> writeEncryption;
    private final Optional<ServerSideEncryption.CustomerKey> readEncryption;

    private S3Bucket(S3Config config, MinioClient client) throws IOException {
        this.config = config;
        this.client = client;
        this.failures = new S3Failures(config.location());
        this.writeEncryption = config.encryption().forWrites();
        this.readEncryption = config.encryption().forReads();
    }

    /// A client for the bucket; sends nothing yet.
    public static S3Bucket open(S3Config config) throws IOException {
        S3Config.Location location = config.location();
        var builder = MinioClient.builder()
                .endpoint((location.insecure() ? "http://" : "https://") + location.endpoint())
                .credentialsProvider(config.credentials().provider())
                .httpClient(S3HttpClient.create(config.transport()), true);
        if (!location.region().isEmpty()) {
            builder.region(location.region());
        }
        MinioClient client = builder.build();
        // Requests are repeated by whoever holds the bucket, which also knows how to take up a body.
        client.setRetry(null, 0L, 1);
        client.setAppInfo("hypnos", "1");
        switch (location.lookup()) {
            case AUTO -> {
            }
            case VIRTUAL_HOSTED -> client.enableVirtualStyleEndpoint();
            case PATH -> client.disableVirtualStyleEndpoint();
        }
        if (location.dualStack()) {
            client.enableDualStackEndpoint();
        } else {
            client.disableDualStackEndpoint();
        }
        if (config.requests().trace()) {
            client.traceOn(new TraceLog());
        }
        return new S3Bucket(config, client);
    }

    /// Asks the service whether the bucket is there and open to us.
    ///
    /// @throws BucketRefusedException when it is not, saying what to do
    /// @throws IOException when the service cannot be reached, so that nobody knows
    public void check() throws IOException {
        if (!call(null, () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket()).build()))) {
            throw new BucketRefusedException(failures.bucketNotFound(404));
        }
    }

    @Override
    public String name() {
        return "S3 " + bucket() + " at " + config.location().endpoint();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return call(key, () -> {
            GetObjectResponse response = client.getObject(read(GetObjectArgs.builder(), key).build());
            return S3Body.whole(key, response);
        });
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        if (offset < 0 || length < -1) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length);
        }
        if (length == 0) {
            attributes(key);
            return new ObjectBody(key, InputStream.nullInputStream(), 0);
        }
        var args = read(GetObjectArgs.builder(), key).offset(offset);
        if (length > 0) {
            args.length(Math.min(length, Long.MAX_VALUE - offset));
        }
        return call(key, () -> {
            try {
                return S3Body.range(key, client.getObject(args.build()), offset, length);
            } catch (MinioException e) {
                if (S3Failures.isRangeBehindEnd(e)) {
                    return new ObjectBody(key, InputStream.nullInputStream(), 0);
                }
                throw e;
            }
        });
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        S3Config.Uploads uploads = config.uploads();
        if (length > uploads.partSize() && !uploads.multipart()) {
            putAtOnce(key, body, length);
            return;
        }
        var args = write(PutObjectArgs.builder(), key)
                .stream(new ObjectBody(key, body, length), length, uploads.partSize());
        call(key, () -> client.putObject(args.build()));
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        try {
            stat(key);
            return true;
        } catch (ObjectNotFoundException e) {
            return false;
        }
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        StatObjectResponse stat = stat(key);
        return new ObjectAttributes(stat.size(), stat.lastModified().toInstant());
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        String prefix = directory.map(key -> key.value() + "/").orElse("");
        var args = ListObjectsArgs.builder().bucket(bucket()).prefix(prefix)
                .recursive(listing == Listing.RECURSIVE).useApiVersion1(config.requests().listVersion1()).build();
        var entries = new ArrayList<Entry>();
        for (Result<Item> result : client.listObjects(args)) {
            Item item = call(null, result::get);
            entry(item).ifPresent(entries::add);
        }
        Collections.sort(entries);
        return entries;
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        call(key, () -> {
            client.removeObject(RemoveObjectArgs.builder().bucket(bucket()).object(key.value()).build());
            return key;
        });
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (Exception e) {
            log.atWarn().addKeyValue("bucket", name()).setCause(e).log("cannot close the object store's client");
        }
    }

    private String bucket() {
        return config.location().bucket();
    }

    private StatObjectResponse stat(ObjectKey key) throws IOException {
        return call(key, () -> client.statObject(read(StatObjectArgs.builder(), key).build()));
    }

    private <B extends ObjectReadArgs.Builder<B, ?>> B read(B args, ObjectKey key) {
        args.bucket(bucket());
        args.object(key.value());
        readEncryption.ifPresent(args::ssec);
        return args;
    }

    private <B extends PutObjectBaseArgs.Builder<B, ?>> B write(B args, ObjectKey key) {
        S3Config.Uploads uploads = config.uploads();
        args.bucket(bucket());
        args.object(key.value());
        args.userMetadata(uploads.plainMetadata());
        if (!uploads.storageClass().isEmpty()) {
            args.headers(Map.of("x-amz-storage-class", uploads.storageClass()));
        }
        writeEncryption.ifPresent(args::sse);
        return args;
    }

    /// Sends a large object in one request, for services that know no parts. The client reads it twice, so it passes through a file.
    private void putAtOnce(ObjectKey key, InputStream body, long length) throws IOException {
        Path file = Files.createTempFile("hypnos-upload-", "");
        try {
            try (var exact = new ObjectBody(key, body, length); var out = Files.newOutputStream(file)) {
                exact.transferTo(out);
            }
            call(key, () -> client
                    .uploadObject(write(UploadObjectArgs.builder(), key).filename(file.toString(), length).build()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Optional<Entry> entry(Item item) {
        String name = item.objectName();
        boolean marker = name.endsWith("/") && !item.isDir();
        String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (marker || !ObjectKey.isValid(bare)) {
            return Optional.empty();
        }
        return Optional.of(new Entry(new ObjectKey(bare), item.isDir()));
    }

    private <T> T call(@Nullable ObjectKey key, Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (MinioException e) {
            throw failures.of(key, e);
        } catch (RuntimeException e) {
            throw failures.of(e);
        }
    }

    private interface Request<T> {
        T send() throws MinioException, IOException;
    }
}
