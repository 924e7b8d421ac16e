package io.hypnos.store.header;

/// The file `index-header`, Thanos' format, version 1: what of an index is needed to find the rest of it.
///
///     magic 0xBAAAD792 (4) · version 1 (1) · version of the index (1) · place of the postings offset table in the index (8)
///     symbol table                                   as in the index
///     postings offset table, table of contents       as in the index, from the former to its end
///     place of the symbol table (8) · place of the postings offset table (8) · CRC-32C of these 16 bytes (4)
///
/// Big-endian. The two places at the end are in this file. The sections have checksums of their own.
final class HeaderFormat {

    static final int MAGIC = 0xBAAAD792;
    static final int VERSION = 1;
    /// Bytes before the symbol table.
    static final int HEAD_SIZE = 14;
    /// The two places and their checksum.
    static final int TOC_SIZE = 20;

    private HeaderFormat() {}
}
