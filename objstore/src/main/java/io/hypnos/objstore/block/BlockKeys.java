package io.hypnos.objstore.block;

import java.util.Optional;

import io.hypnos.objstore.ObjectKey;
import io.hypnos.tsdb.block.Ulid;

/// Where in a bucket the parts of a block lie. The one place that knows their names.
public final class BlockKeys {

    public static final String META = "meta.json";
    public static final String INDEX = "index";
    public static final String CHUNKS = "chunks";

    private BlockKeys() {}

    /// The directory of a block.
    public static ObjectKey directory(Ulid block) {
        return ObjectKey.of(block.toString());
    }

    public static ObjectKey meta(Ulid block) {
        return directory(block).resolve(META);
    }

    public static ObjectKey index(Ulid block) {
        return directory(block).resolve(INDEX);
    }

    public static ObjectKey chunks(Ulid block) {
        return directory(block).resolve(CHUNKS);
    }

    /// A segment of chunks, by its file name such as `000001`.
    public static ObjectKey segment(Ulid block, String name) {
        return chunks(block).resolve(name);
    }

    /// The block whose directory a name at the top of a bucket is; empty for whatever else lies there.
    public static Optional<Ulid> blockOf(ObjectKey directory) {
        return Optional.ofNullable(Ulid.parseOrNull(directory.value()));
    }

    /// Whether a path below a block's directory is a part of its data: `index` or a segment. Paths come from metas, which anybody may have
    /// written, and are not used before they have passed this.
    public static boolean isData(String path) {
        return path.equals(INDEX) || isSegment(path);
    }

    private static boolean isSegment(String path) {
        String start = CHUNKS + "/";
        if (!path.startsWith(start) || path.length() == start.length()) {
            return false;
        }
        return path.chars().skip(start.length()).allMatch(c -> c >= '0' && c <= '9');
    }
}
