package io.hypnos.objstore.block;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

import io.hypnos.objstore.ObjectKey;
import io.hypnos.tsdb.block.Ulid;

/// A remark that lies beside a block in the bucket, as one line of JSON; version 1, times in seconds:
///
///     {"id":"<ULID>","version":1,"details":"source of compacted block","deletion_time":1718000000}
///     {"id":"<ULID>","version":1,"details":"…","no_compact_time":1718000000,"reason":"manual"}
///     {"id":"<ULID>","version":1,"details":"…","no_downsample_time":1718000000,"reason":"manual"}
///
/// `details` is for people and left out when empty.
public sealed interface BlockMark {

    Ulid block();

    String details();

    /// When the mark was made.
    Instant time();

    Kind kind();

    /// The kinds of marks.
    enum Kind {
        /// The block will be deleted.
        DELETION("deletion-mark.json", "deletion_time"),
        /// The block takes no part in compaction.
        NO_COMPACT("no-compact-mark.json", "no_compact_time"),
        /// The block is not downsampled.
        NO_DOWNSAMPLE("no-downsample-mark.json", "no_downsample_time");

        private final String fileName;
        private final String timeKey;

        Kind(String fileName, String timeKey) {
            this.fileName = fileName;
            this.timeKey = timeKey;
        }

        public String fileName() {
            return fileName;
        }

        String timeKey() {
            return timeKey;
        }

        public ObjectKey key(Ulid block) {
            return BlockKeys.directory(block).resolve(fileName);
        }
    }

    /// Why a block is left alone.
    enum Reason {
        /// Somebody wanted it.
        MANUAL("manual"),
        /// Its index would make the merged one larger than indexes can be.
        INDEX_SIZE_EXCEEDING("index-size-exceeding"),
        /// Its chunks are not in order of time.
        OUT_OF_ORDER_CHUNKS("block-index-out-of-order-chunk"),
        /// It overlaps others and is downsampled already, so it cannot be merged with them.
        DOWNSAMPLE_VERTICAL_COMPACTION("downsample-vertical-compaction"),
        /// It could not be read or merged, and everything else can go on without it.
        QUARANTINED("quarantined");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /// The reason that a mark gives; those of others, which we do not know, count as somebody's wish.
        static Reason of(String text) {
            return Arrays.stream(values()).filter(reason -> reason.text.equals(text)).findFirst().orElse(MANUAL);
        }
    }

    /// Marks a block for deletion after a delay that the deleter knows.
    record Deletion(Ulid block, String details, Instant time) implements BlockMark {
        @Override
        public Kind kind() {
            return Kind.DELETION;
        }
    }

    /// Keeps a block out of compaction.
    record NoCompact(Ulid block, String details, Instant time, Reason reason) implements BlockMark {
        @Override
        public Kind kind() {
            return Kind.NO_COMPACT;
        }
    }

    /// Keeps a block from being downsampled.
    record NoDownsample(Ulid block, String details, Instant time, Reason reason) implements BlockMark {
        @Override
        public Kind kind() {
            return Kind.NO_DOWNSAMPLE;
        }
    }

    /// Why the block was marked, where the kind of mark says so.
    default Optional<Reason> why() {
        return switch (this) {
            case Deletion _ -> Optional.empty();
            case NoCompact mark -> Optional.of(mark.reason());
            case NoDownsample mark -> Optional.of(mark.reason());
        };
    }
}
