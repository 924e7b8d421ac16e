package io.hypnos.objstore.s3;

import java.net.URI;
import java.util.Optional;

import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import org.jspecify.annotations.Nullable;

/// Who asks. Never shows a secret in its text.
public sealed interface S3Credentials {

    /// The client's source of keys.
    Provider provider();

    /// Keys from the configuration.
    ///
    /// @param sessionToken empty when there is none
    record Keys(String accessKey, String secretKey, String sessionToken) implements S3Credentials {

        @Override
        public Provider provider() {
            return new StaticProvider(accessKey, secretKey, sessionToken.isEmpty() ? null : sessionToken);
        }

        @Override
        public String toString() {
            return "Keys[accessKey=" + accessKey + ", secretKey=<secret>"
                    + (sessionToken.isEmpty() ? "]" : ", sessionToken=<secret>]");
        }
    }

    /// Keys from where AWS' tools look for them: the environment (`AWS_ACCESS_KEY_ID` …), the shared credentials file, a web identity token
    /// (`AWS_WEB_IDENTITY_TOKEN_FILE`), the container's or the machine's role. Renewed when they expire.
    ///
    /// @param stsEndpoint of the service that exchanges tokens for keys; absent for AWS' own
    record Discovered(Optional<URI> stsEndpoint) implements S3Credentials {

        @Override
        public Provider provider() {
            @Nullable
            String sts = stsEndpoint.map(URI::toString).orElse(null);
            return new ChainedProvider(new AwsEnvironmentProvider(), new AwsConfigProvider(null, null),
                    new IamAwsProvider(sts, null));
        }
    }
}
