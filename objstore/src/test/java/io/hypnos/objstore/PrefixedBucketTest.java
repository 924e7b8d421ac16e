package io.hypnos.objstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.memory.MemoryBucket;

class PrefixedBucketTest extends BucketContract {

    private final MemoryBucket whole = new MemoryBucket();

    @Override
    protected Bucket create() {
        return new PrefixedBucket(whole, ObjectKey.of("some", "prefix"));
    }

    @Test
    void seesNothingOutsideItsPrefix() throws IOException {
        whole.put(key("some/other"), new ByteArrayInputStream(new byte[1]), 1);
        whole.put(key("some/prefix2/x"), new ByteArrayInputStream(new byte[1]), 1);
        put("inside", "x");

        assertThat(bucket.list(Optional.empty(), Listing.RECURSIVE)).extracting(Bucket.Entry::key)
                .containsExactly(key("inside"));
        assertThat(whole.exists(key("some/prefix/inside"))).isTrue();
        bucket.delete(key("other"));
        assertThat(whole.exists(key("some/other"))).isTrue();
    }
}
