package io.hypnos.objstore.s3;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How to reach and use one bucket of an S3 service. The names and defaults are those of Thanos' `bucket.yml`.
public record S3Config(Location location, S3Credentials credentials, S3Transport transport, Uploads uploads,
        S3Encryption encryption, Requests requests) {

    /// Where the bucket is.
    ///
    /// @param endpoint  host and port, without scheme
    /// @param region    empty to ask the service
    /// @param insecure  whether to speak HTTP instead of HTTPS
    /// @param dualStack whether to use AWS' endpoints that have IPv6 addresses, too
    public record Location(String bucket, String endpoint, String region, boolean insecure, Lookup lookup,
            boolean dualStack) {}

    /// Where in the address the name of the bucket stands.
    public enum Lookup {
        /// As the endpoint's operator is known to have it.
        AUTO,
        /// `https://bucket.endpoint/`
        VIRTUAL_HOSTED,
        /// `https://endpoint/bucket/`
        PATH
    }

    /// How objects are written.
    ///
    /// @param partSize     bytes of one part of a multipart upload; one part is held in memory per upload. Smaller objects are sent at once
    /// @param multipart    whether large objects may be sent in parts
    /// @param userMetadata sent with every object
    public record Uploads(long partSize, boolean multipart, Map<String, String> userMetadata) {

        /// What S3 takes as the size of a part.
        public static final long MIN_PART_SIZE = 5L << 20;
        public static final long MAX_PART_SIZE = 5L << 30;
        /// A quarter of Thanos' default, because a part is held in memory; 10 000 parts of it still make 160 GB.
        public static final long DEFAULT_PART_SIZE = 16L << 20;

        private static final String STORAGE_CLASS = "x-amz-storage-class";

        public Uploads {
            userMetadata = Map.copyOf(userMetadata);
            if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
                throw new IllegalArgumentException(
                        "part size " + partSize + " is not between " + MIN_PART_SIZE + " and " + MAX_PART_SIZE);
            }
        }

        /// The storage class among the metadata, which is a header of its own to S3; empty for the bucket's default.
        public String storageClass() {
            return userMetadata.entrySet().stream().filter(entry -> isStorageClass(entry.getKey()))
                    .map(Map.Entry::getValue).findFirst().orElse("");
        }

        /// The metadata without the storage class.
        public Map<String, String> plainMetadata() {
            var plain = new HashMap<>(userMetadata);
            plain.keySet().removeIf(Uploads::isStorageClass);
            return plain;
        }

        private static boolean isStorageClass(String name) {
            return name.toLowerCase(Locale.ROOT).equals(STORAGE_CLASS);
        }
    }

    /// How requests are made.
    ///
    /// @param listVersion1 whether to list with version 1 of the API, for services that have no version 2
    /// @param trace        whether to log requests and answers
    /// @param maxRetries   how often a failed request is repeated; 0 for the default
    public record Requests(boolean listVersion1, boolean trace, int maxRetries) {}
}
