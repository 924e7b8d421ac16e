package io.hypnos.objstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.s3.S3Config.Location;
import io.hypnos.objstore.s3.S3Config.Lookup;
import io.hypnos.objstore.s3.S3Config.Requests;
import io.hypnos.objstore.s3.S3Config.Uploads;

/// What a service is told about encryption, metadata and checksums with an upload.
class S3EncryptionTest {

    private static final ObjectKey KEY = ObjectKey.of("block", "index");

    @TempDir
    private Path temp;

    private HttpServer server;
    private volatile Headers uploaded = new Headers();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            uploaded = exchange.getRequestHeaders();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void leavesEncryptionToTheBucketByDefault() throws IOException {
        Headers headers = upload(new S3Encryption.BucketDefault());

        assertThat(headers.keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("server-side-encryption"));
    }

    @Test
    void asksForKeysOfTheService() throws IOException {
        Headers headers = upload(new S3Encryption.SseS3());

        assertThat(headers.getFirst("X-Amz-Server-Side-Encryption")).isEqualTo("AES256");
    }

    @Test
    void asksForAKeyOfTheManagementService() throws IOException {
        String headers = new S3Encryption.SseKms("key-1", Map.of("team", "a")).forWrites().orElseThrow().headers()
                .toString();

        assertThat(headers).contains("aws:kms", "key-1",
                Base64.getEncoder().encodeToString("{\"team\":\"a\"}".getBytes(UTF_8)));
    }

    @Test
    void refusesAKeyOfAnotherLength() throws IOException {
        Path key = Files.writeString(temp.resolve("key"), "0123");

        assertThatThrownBy(() -> upload(new S3Encryption.SseC(key))).isInstanceOf(BucketRefusedException.class)
                .hasMessageContaining("has 4 bytes, not 32");
    }

    @Test
    void sendsMetadataAndAChecksum() throws IOException {
        Headers headers = upload(new S3Encryption.BucketDefault());

        assertThat(headers.getFirst("X-Amz-Meta-Owner")).isEqualTo("metrics");
        assertThat(headers.getFirst("X-Amz-Storage-Class")).isEqualTo("STANDARD_IA");
        assertThat(headers.keySet()).anyMatch(name -> name.equalsIgnoreCase("Content-MD5")
                || name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-")
                || name.equalsIgnoreCase("X-Amz-Content-Sha256"));
        assertThat(headers.getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256 ");
    }

    private Headers upload(S3Encryption encryption) throws IOException {
        var location = new Location("thanos", "127.0.0.1:" + server.getAddress().getPort(), "eu-west-1", true,
                Lookup.PATH, false);
        var config = new S3Config(location, new S3Credentials.Keys("access", "secret-key", ""), S3Transport.DEFAULT,
                new Uploads(Uploads.DEFAULT_PART_SIZE, true,
                        Map.of("owner", "metrics", "X-Amz-Storage-Class", "STANDARD_IA")),
                encryption, new Requests(false, false, 0));
        try (S3Bucket bucket = S3Bucket.open(config)) {
            bucket.put(KEY, new ByteArrayInputStream("index".getBytes(UTF_8)), 5);
        }
        return uploaded;
    }
}
