package io.hypnos.compact.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.hypnos.compact.engine.BucketLease.Owner;
import io.hypnos.compact.engine.BucketLease.Timing;
import io.hypnos.compact.engine.Lease.LeaseLostException;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketOperation;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.TrippingBucket;
import io.hypnos.objstore.memory.MemoryBucket;

class BucketLeaseTest {

    private static final ObjectKey KEY = ObjectKey.of("hypnos", "compactor.json");
    private static final Owner A = new Owner("id-a", "host-a");
    private static final Owner B = new Owner("id-b", "host-b");

    private final MemoryBucket bucket = new MemoryBucket();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void isHeldByOne() throws Exception {
        BucketLease a = lease(bucket, A);
        BucketLease b = lease(bucket, B);

        assertThat(a.tryAcquire()).isEmpty();
        assertThat(b.tryAcquire()).contains(A);
        assertThatCode(a::check).doesNotThrowAnyException();
        assertThatThrownBy(b::check).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void staysWithItsHolderAsLongAsThatRenewsIt() throws Exception {
        BucketLease a = lease(bucket, A);
        BucketLease b = lease(bucket, B);
        a.tryAcquire();
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(20));
            a.renew();
            assertThat(b.tryAcquire()).contains(A);
            assertThat(a.isHeld()).isTrue();
        }
    }

    @Test
    void goesToTheWatcherWhenTheHolderIsGone() throws Exception {
        BucketLease a = lease(bucket, A);
        BucketLease b = lease(bucket, B);
        a.tryAcquire();
        assertThat(b.tryAcquire()).contains(A);
        pass(Duration.ofSeconds(59));
        assertThat(b.tryAcquire()).contains(A);
        pass(Duration.ofSeconds(2));

        assertThat(b.tryAcquire()).isEmpty();
        assertThatThrownBy(a::check).isInstanceOf(LeaseLostException.class);
        a.renew();
        assertThat(a.isHeld()).isFalse();
        assertThat(b.isHeld()).isTrue();
    }

    @Test
    void endsByItselfBeforeAWatcherMayTakeIt() throws Exception {
        BucketLease a = lease(bucket, A);
        a.tryAcquire();
        pass(Duration.ofSeconds(44));
        assertThat(a.isHeld()).isTrue();
        pass(Duration.ofSeconds(2));

        assertThatThrownBy(a::check).isInstanceOf(LeaseLostException.class);
        a.renew();
        assertThatCode(a::check).as("nobody has taken it").doesNotThrowAnyException();
    }

    @Test
    void outlivesAFailedRenewal() throws Exception {
        var down = new AtomicBoolean();
        BucketLease a = lease(new TrippingBucket(bucket, (_, _) -> down.get()), A);
        a.tryAcquire();
        down.set(true);
        pass(Duration.ofSeconds(20));

        assertThatThrownBy(a::renew).isInstanceOf(IOException.class);
        assertThat(a.isHeld()).isTrue();
    }

    @Test
    void comesBackToItsHolderAfterARestart() throws Exception {
        lease(bucket, A).tryAcquire();

        assertThat(lease(bucket, A).tryAcquire()).isEmpty();
    }

    @Test
    void isFreeOnceItIsGivenBack() throws Exception {
        BucketLease a = lease(bucket, A);
        a.tryAcquire();
        a.release();

        assertThat(bucket.exists(KEY)).isFalse();
        assertThat(lease(bucket, B).tryAcquire()).isEmpty();
        a.release();
        assertThat(bucket.exists(KEY)).as("somebody else's is left alone").isTrue();
    }

    @Test
    void isTakenWhenNobodyCanReadIt() throws Exception {
        byte[] nonsense = "<html>".getBytes();
        bucket.put(KEY, new ByteArrayInputStream(nonsense), nonsense.length);

        assertThat(lease(bucket, A).tryAcquire()).isEmpty();
    }

    @Test
    void hasOneWinnerOfTwoWhoWriteAtOnce() throws Exception {
        BucketLease b = lease(bucket, B);
        var once = new AtomicBoolean(true);
        var racing = new TrippingBucket(bucket, (operation, _) -> {
            if (operation == BucketOperation.UPLOAD && once.getAndSet(false)) {
                try {
                    assertThat(b.tryAcquire()).isEmpty();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return false;
        });
        BucketLease a = lease(racing, A);

        assertThat(a.tryAcquire()).as("the later writer").isEmpty();
        b.renew();
        assertThat(b.isHeld()).as("the earlier one finds out when it renews").isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private BucketLease lease(Bucket in, Owner owner) {
        return new BucketLease(in, KEY, owner, new Timing(Duration.ofSeconds(60), Duration.ZERO), nanos::get);
    }
}
