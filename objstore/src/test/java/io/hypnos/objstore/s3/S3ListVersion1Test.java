package io.hypnos.objstore.s3;

import java.io.IOException;

import io.hypnos.objstore.Bucket;

/// The whole contract once more, with listings of version 1.
class S3ListVersion1Test extends S3BucketTest {

    @Override
    Bucket open() throws IOException {
        return open(true);
    }
}
