package io.hypnos.objstore.memory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketContract;

class MemoryBucketTest extends BucketContract {

    @Override
    protected Bucket create() {
        return new MemoryBucket();
    }
}
