package io.hypnos.tsdb.index;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.ByteSource;

/// Where the postings list of each label is: the postings offset table of an index.
///
///     length (4) · count (4) · entry* · CRC-32C of count and entries (4)
///     entry = 2 · name length uvarint · name · value length uvarint · value · offset uvarint
///
/// The offset is that of the list's length field. Entries are in ascending order of name, then value, as bytes; in version 1 in no order. The
/// entry with empty name and value is that of all series. Immutable, for many threads.
public sealed interface PostingsOffsets permits SampledPostingsOffsets, ListedPostingsOffsets {

    /// A stretch of the file that holds one postings list, perhaps followed by padding.
    ///
    /// @param start offset of the list's first byte
    /// @param end   where the next list or section begins
    record Range(long start, long end) {}

    /// Receives the values of one label in ascending order.
    interface Visitor {

        /// @param value bytes of which the first `length` are the value; lent for the call
        void visit(byte[] value, int length, long start, long end);
    }

    /// The names of all labels, in ascending order, without the empty one.
    List<byte[]> names();

    /// The list of one label, null when there is none.
    @Nullable
    Range find(byte[] name, byte[] value);

    /// Shows all values of `name` that start with `prefix`.
    void forEach(byte[] name, byte[] prefix, Visitor visitor);

    /// Opens and checks the table that begins at `offset` of the source; reads all of it once.
    ///
    /// @param version        of the index that the table belongs to
    /// @param originalOffset where the table began in that index, which is where the last postings list ended: the same as `offset` unless the
    ///                       source holds a copy of parts
    static PostingsOffsets open(ByteSource source, long offset, int version, long originalOffset) {
        return version == IndexFormat.VERSION_1
                ? ListedPostingsOffsets.read(source, offset, originalOffset)
                : SampledPostingsOffsets.read(source, offset, originalOffset);
    }
}
