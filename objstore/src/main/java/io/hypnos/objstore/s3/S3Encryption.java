package io.hypnos.objstore.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import javax.crypto.spec.SecretKeySpec;

import io.minio.ServerSideEncryption;
import io.minio.errors.MinioException;

import io.hypnos.objstore.BucketRefusedException;

/// How the service encrypts what it stores.
public sealed interface S3Encryption {

    /// What the client sends with a write; empty to leave it to the bucket.
    Optional<ServerSideEncryption> forWrites() throws IOException;

    /// What the client sends with a read, which only needs it where the key is ours.
    default Optional<ServerSideEncryption.CustomerKey> forReads() throws IOException {
        return Optional.empty();
    }

    /// As the bucket has it.
    record BucketDefault() implements S3Encryption {
        @Override
        public Optional<ServerSideEncryption> forWrites() {
            return Optional.empty();
        }
    }

    /// With the service's own keys.
    record SseS3() implements S3Encryption {
        @Override
        public Optional<ServerSideEncryption> forWrites() {
            return Optional.of(new ServerSideEncryption.S3());
        }
    }

    /// With a key of the key management service.
    record SseKms(String keyId, Map<String, String> context) implements S3Encryption {
        @Override
        public Optional<ServerSideEncryption> forWrites() throws IOException {
            try {
                return Optional.of(new ServerSideEncryption.KMS(keyId, context));
            } catch (MinioException e) {
                throw new BucketRefusedException("sse_config: " + e.getMessage(), e);
            }
        }
    }

    /// With a key of ours, sent with every request.
    ///
    /// @param keyFile holds the 32 bytes of an AES-256 key
    record SseC(Path keyFile) implements S3Encryption {

        private static final int KEY_BYTES = 32;

        @Override
        public Optional<ServerSideEncryption> forWrites() throws IOException {
            return forReads().map(ServerSideEncryption.class::cast);
        }

        @Override
        public Optional<ServerSideEncryption.CustomerKey> forReads() throws IOException {
            byte[] key = Files.readAllBytes(keyFile);
            if (key.length != KEY_BYTES) {
                throw new BucketRefusedException(
                        "sse_config: the key in " + keyFile + " has " + key.length + " bytes, not " + KEY_BYTES);
            }
            try {
                return Optional.of(new ServerSideEncryption.CustomerKey(new SecretKeySpec(key, "AES")));
            } catch (MinioException e) {
                throw new BucketRefusedException("sse_config: " + e.getMessage(), e);
            }
        }
    }
}
