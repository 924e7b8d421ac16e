package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.hypnos.objstore.Bucket;

/// Buckets for tests of the role.
public final class CompactorBucket {

    private CompactorBucket() {}

    /// Blocks of two hours each, without gaps.
    public static void fill(Bucket bucket, Path temp, int hours) throws IOException {
        var fixture = new BucketFixture(bucket, temp);
        for (int hour = 0; hour < hours; hour += 2) {
            fixture.block(BucketFixture.STREAM, hour, hour + 2, 60_000);
        }
    }

    /// Two blocks of one stream that share an hour.
    public static void fillOverlapping(Bucket bucket, Path temp) throws IOException {
        var fixture = new BucketFixture(bucket, temp);
        fixture.block(BucketFixture.STREAM, 0, 2, 60_000);
        fixture.block(BucketFixture.STREAM, 1, 3, 60_000);
    }

    /// What raw blocks in use cover, `from-to` in hours each.
    public static List<String> hours(Bucket bucket, Path temp) throws IOException {
        return new BucketFixture(bucket, temp).hours(0);
    }
}
