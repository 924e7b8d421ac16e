package io.hypnos.objstore.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

import io.hypnos.objstore.s3.S3Config.Location;
import io.hypnos.objstore.s3.S3Config.Lookup;
import io.hypnos.objstore.s3.S3Config.Requests;
import io.hypnos.objstore.s3.S3Config.Uploads;

/// An S3 service in this process, on a free port, with one bucket named `thanos` whose objects are files.
public final class EmbeddedS3 implements AutoCloseable {

    public static final String BUCKET = "thanos";
    public static final String ACCESS_KEY = "demo-access";
    public static final String SECRET_KEY = "demo-secret-key";

    private final S3Proxy server;

    public EmbeddedS3(Path directory) throws Exception {
        Files.createDirectories(directory.resolve(BUCKET));
        server = S3Proxy.builder().blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY).build();
        server.start();
    }

    /// Host and port.
    public String endpoint() {
        return "127.0.0.1:" + server.getPort();
    }

    /// How a `bucket.yml` describes the bucket.
    public String yaml() {
        return """
                type: S3
                config:
                  bucket: %s
                  endpoint: %s
                  region: us-east-1
                  access_key: %s
                  secret_key: %s
                  insecure: true
                """.formatted(BUCKET, endpoint(), ACCESS_KEY, SECRET_KEY);
    }

    S3Bucket open(boolean listVersion1) throws IOException {
        return open(endpoint(), BUCKET, SECRET_KEY, listVersion1, true);
    }

    static S3Bucket open(String endpoint, String bucket, String secretKey, boolean listVersion1, boolean multipart)
            throws IOException {
        var transport = new S3Transport(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5), 20, 0,
                S3Transport.Tls.DEFAULT);
        return S3Bucket.open(new S3Config(new Location(bucket, endpoint, "us-east-1", true, Lookup.PATH, false),
                new S3Credentials.Keys(ACCESS_KEY, secretKey, ""), transport,
                new Uploads(Uploads.MIN_PART_SIZE, multipart, Map.of("X-Amz-Storage-Class", "STANDARD", "owner", "me")),
                new S3Encryption.BucketDefault(), new Requests(listVersion1, false, 0)));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
