package io.hypnos.tsdb.index;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// The index file of a block, Prometheus' format, of which we write version 2 and read 1 to 3.
///
///     magic 0xBAAAD700 (4) · version (1)
///     symbol table                 see SymbolTable
///     series entries               see SeriesEntry
///     label indices                versions of the past; neither read nor written
///     postings lists               see PostingsList
///     label index table            versions of the past; neither read nor written
///     postings offset table        see PostingsOffsets
///     table of contents (52)       see IndexToc
///
/// Numbers of fixed width are big-endian. Symbol table, postings lists and offset table are framed: length (4), content, CRC-32C of the content
/// (4). Zeros may stand between sections. Version 3 differs from 2 in nothing but its number. Version 1 refers to symbols and series by their
/// byte offset in the file, later ones by ordinal and by offset / 16. Golden: `golden/index-v1.hex`, `golden/index-v2.hex`.
final class IndexFormat {

    static final int MAGIC = 0xBAAAD700;
    static final int HEADER_SIZE = 5;
    static final int VERSION_1 = 1;
    static final int VERSION_2 = 2;
    static final int MAX_VERSION = 3;
    /// Series entries of version 2 begin at multiples of this, which is what makes 32-bit references reach 64 GiB.
    static final int SERIES_ALIGNMENT = 16;
    static final int POSTINGS_ALIGNMENT = 4;
    /// Length before and checksum behind a framed section.
    static final int FRAME_OVERHEAD = 8;

    private IndexFormat() {}

    /// Checks the header and returns the version.
    static int version(ByteSource source) {
        byte[] header = source.read(0, HEADER_SIZE);
        int magic = header[0] << 24 | (header[1] & 0xFF) << 16 | (header[2] & 0xFF) << 8 | header[3] & 0xFF;
        if (magic != MAGIC) {
            throw CorruptBlockException.magic(source.name(), 0, MAGIC, magic);
        }
        if (header[4] < VERSION_1 || header[4] > MAX_VERSION) {
            throw new UnsupportedVersionException(source.name(), 4, header[4] & 0xFF, VERSION_1, MAX_VERSION);
        }
        return header[4];
    }

    /// A reader of the content of the framed section at `offset`, with its checksum begun.
    static SourceReader openSection(ByteSource source, long offset, int windowSize) {
        var reader = new SourceReader(source, offset, 4, windowSize);
        long length = reader.u32();
        source.requireInside(offset + 4, length + 4);
        var content = new SourceReader(source, offset + 4, length + 4, windowSize);
        content.startChecksum();
        return content;
    }

    /// Checks that nothing of the content is left but the checksum, and the checksum.
    static void closeSection(ByteSource source, SourceReader content) {
        if (content.remaining() != 4) {
            throw content.corrupt("the end of the section", (content.remaining() - 4) + " more bytes");
        }
        int computed = content.checksum();
        long at = content.offset();
        int stored = content.i32();
        if (computed != stored) {
            throw CorruptBlockException.checksum(source.name(), at, computed, stored);
        }
    }
}
