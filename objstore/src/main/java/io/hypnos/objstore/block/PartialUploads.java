package io.hypnos.objstore.block;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Entry;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.tsdb.block.Ulid;

/// Uploads that nobody finished: directories without a meta in which nothing has moved for [#ABANDONED_AFTER].
///
/// Only a meta that is not there makes an upload partial. One that is there and cannot be understood may be the error page of a proxy, and
/// deleting on its account would delete the data of everybody; such blocks are left to people.
public final class PartialUploads {

    /// No upload takes this long without finishing a file.
    public static final Duration ABANDONED_AFTER = Duration.ofHours(48);

    private static final Logger log = LoggerFactory.getLogger(PartialUploads.class);

    private final Bucket bucket;
    private final BlockDeleter deleter;
    private final Clock clock;

    public PartialUploads(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.deleter = new BlockDeleter(bucket);
        this.clock = clock;
    }

    /// Deletes the abandoned ones among what a catalog does not know. Those with a deletion mark belong to whoever ends deletions.
    ///
    /// @return the blocks whose remains are gone
    public List<Ulid> delete(BlockCatalog catalog) throws IOException {
        var deleted = new ArrayList<Ulid>();
        for (Map.Entry<Ulid, MetaState> unknown : catalog.unknown().entrySet()) {
            Ulid block = unknown.getKey();
            boolean candidate = unknown.getValue() == MetaState.NO_META
                    && !catalog.marks().deletion().containsKey(block);
            if (candidate && isAbandoned(block)) {
                log.atInfo().addKeyValue("block", block).log("deleting an upload that nobody finished");
                deleter.delete(block);
                deleted.add(block);
            }
        }
        return deleted;
    }

    private boolean isAbandoned(Ulid block) throws IOException {
        List<Entry> files = bucket.list(Optional.of(BlockKeys.directory(block)), Listing.RECURSIVE);
        Instant newest = Instant.EPOCH;
        for (Entry file : files) {
            try {
                Instant modified = bucket.attributes(file.key()).lastModified();
                newest = modified.isAfter(newest) ? modified : newest;
            } catch (ObjectNotFoundException e) {
                return false;
            }
        }
        Instant made = Instant.ofEpochMilli(block.timeMillis());
        newest = made.isAfter(newest) ? made : newest;
        return newest.plus(ABANDONED_AFTER).isBefore(clock.instant()) && !bucket.exists(BlockKeys.meta(block));
    }
}
