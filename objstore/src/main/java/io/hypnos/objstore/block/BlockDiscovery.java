package io.hypnos.objstore.block;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Entry;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.tsdb.block.Ulid;

/// How to find out which blocks a bucket holds. Either way also tells which files lie right in a block's directory, so nobody has to ask for
/// a meta or a mark that is not there.
public enum BlockDiscovery {
    /// One listing of the top of the bucket, and one of each block's directory, many at once: quick with few blocks.
    CONCURRENT,
    /// One listing of everything, page by page: far fewer requests with many blocks.
    RECURSIVE;

    /// The strategy that a flag names; empty when there is none of that name.
    public static Optional<BlockDiscovery> of(String text) {
        return switch (text) {
            case "concurrent" -> Optional.of(CONCURRENT);
            case "recursive" -> Optional.of(RECURSIVE);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The names of the files right in the directory of each block. A block of which only deeper files are there has none.
    Map<Ulid, Set<String>> discover(Bucket bucket, int atOnce) throws IOException {
        return switch (this) {
            case CONCURRENT -> eachDirectory(bucket, atOnce);
            case RECURSIVE -> everything(bucket);
        };
    }

    private static Map<Ulid, Set<String>> eachDirectory(Bucket bucket, int atOnce) throws IOException {
        var found = new ConcurrentSkipListMap<Ulid, Set<String>>();
        ConcurrentWork.forEach(bucket.list(Optional.empty(), Listing.ONE_LEVEL), atOnce, entry -> {
            Optional<Ulid> block = entry.directory() ? BlockKeys.blockOf(entry.key()) : Optional.empty();
            if (block.isPresent()) {
                var names = new TreeSet<String>();
                for (Entry file : bucket.list(Optional.of(entry.key()), Listing.ONE_LEVEL)) {
                    if (!file.directory()) {
                        names.add(file.key().name());
                    }
                }
                found.put(block.get(), names);
            }
        });
        return found;
    }

    private static Map<Ulid, Set<String>> everything(Bucket bucket) throws IOException {
        var found = new TreeMap<Ulid, Set<String>>();
        for (Entry file : bucket.list(Optional.empty(), Listing.RECURSIVE)) {
            String path = file.key().value();
            int slash = path.indexOf('/');
            Optional<Ulid> block = slash < 0
                    ? Optional.empty()
                    : BlockKeys.blockOf(new ObjectKey(path.substring(0, slash)));
            if (block.isPresent()) {
                Set<String> names = found.computeIfAbsent(block.get(), _ -> new TreeSet<>());
                if (path.indexOf('/', slash + 1) < 0) {
                    names.add(path.substring(slash + 1));
                }
            }
        }
        return found;
    }
}
