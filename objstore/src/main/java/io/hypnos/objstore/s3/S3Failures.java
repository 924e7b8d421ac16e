package io.hypnos.objstore.s3;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Set;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// What the service's refusals mean to callers of a bucket: the object is not there, the service said no for good, or the truth is not known
/// and asking again may help.
final class S3Failures {

    private static final Set<String> NO_SUCH_OBJECT = Set.of("NoSuchKey", "NoSuchObject", "NoSuchVersion");
    private static final Set<String> PASSING = Set.of("RequestTimeout", "SlowDown", "SlowDownRead", "SlowDownWrite",
            "InternalError", "ServiceUnavailable", "OperationAborted", "ExpiredToken", "BadDigest", "IncompleteBody",
            "XMinioServerNotInitialized");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Config.Location location;

    S3Failures(S3Config.Location location) {
        this.location = location;
    }

    IOException of(@Nullable ObjectKey key, MinioException failure) {
        if (!(failure instanceof ErrorResponseException answer)) {
            return transport(failure);
        }
        String code = answer.errorResponse().code();
        int status = answer.response().code();
        if (key != null && NO_SUCH_OBJECT.contains(code)) {
            return new ObjectNotFoundException(key);
        }
        if (code.equals("NoSuchBucket")) {
            return new BucketRefusedException(bucketNotFound(status));
        }
        String what = "HTTP " + status + " " + code + ": " + answer.errorResponse().message();
        if (status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || PASSING.contains(code)) {
            return new IOException(what, failure);
        }
        return new BucketRefusedException(status == 401 || status == 403 ? denied(answer) : what, failure);
    }

    /// What an unchecked exception of the client means: it wraps failures of the connection and of whoever was to give it keys. Anything else
    /// is a bug and is thrown on.
    IOException of(RuntimeException failure) {
        if (failure.getCause() instanceof IOException cause) {
            return cause;
        }
        if (failure instanceof IllegalStateException && failure.getCause() instanceof GeneralSecurityException cause) {
            return new IOException(cause.toString(), failure);
        }
        if (failure instanceof ProviderException) {
            return new IOException("no credentials for bucket \"" + location.bucket() + "\": " + failure.getMessage(),
                    failure);
        }
        throw failure;
    }

    static boolean isRangeBehindEnd(MinioException failure) {
        return failure instanceof ErrorResponseException answer
                && (answer.response().code() == RANGE_NOT_SATISFIABLE
                        || answer.errorResponse().code().equals("InvalidRange"));
    }

    String bucketNotFound(int status) {
        return "bucket \"" + location.bucket() + "\" not found at " + location.endpoint() + " (HTTP " + status
                + "). hypnos never creates buckets; create it or fix 'bucket'";
    }

    private String denied(ErrorResponseException answer) {
        Response response = answer.response();
        @Nullable
        String clock = response.header("Date");
        return response.code() + ": check access_key, and clock skew (server says " + answer.errorResponse().code()
                + ": " + answer.errorResponse().message() + (clock == null ? "" : ", its clock: " + clock)
                + ") for bucket \"" + location.bucket() + "\" at " + location.endpoint();
    }

    private static IOException transport(MinioException failure) {
        if (failure instanceof ServerException server) {
            return new IOException("HTTP " + server.statusCode() + " from the object store", failure);
        }
        return failure.getCause() instanceof IOException cause
                ? new IOException(cause.toString(), failure)
                : new IOException(failure.toString(), failure);
    }
}
