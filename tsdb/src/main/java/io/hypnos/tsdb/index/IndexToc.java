package io.hypnos.tsdb.index;

import java.io.IOException;
import java.util.zip.CRC32C;

import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.CorruptBlockException;

/// The table of contents, the last 52 bytes of an index: six offsets of eight bytes from the start of the file, and the CRC-32C of these 48.
///
/// @param symbols       where the symbol table begins
/// @param series        where the first series entry may begin; the symbol table ends here
/// @param labelIndices  end of the series entries; once the start of the label indices, which nobody reads
/// @param labelTable    table of the label indices, which nobody reads
/// @param postings      where the first postings list begins
/// @param postingsTable where the postings offset table begins
public record IndexToc(long symbols, long series, long labelIndices, long labelTable, long postings,
        long postingsTable) {

    public static final int SIZE = 52;

    /// Reads the table of contents at the end of an index.
    public static IndexToc read(ByteSource source) {
        if (source.size() < IndexFormat.HEADER_SIZE + SIZE) {
            throw new CorruptBlockException(source.name(), 0, "an index of at least "
                    + (IndexFormat.HEADER_SIZE + SIZE) + " bytes", source.size() + " bytes");
        }
        long at = source.size() - SIZE;
        return decode(source.name(), at, source.read(at, SIZE));
    }

    /// Decodes the last 52 bytes of an index.
    ///
    /// @param fileOffset where they begin in the file, which no offset may exceed
    public static IndexToc decode(String file, long fileOffset, byte[] bytes) {
        var reader = new ByteReader(file, fileOffset, bytes, 0, SIZE);
        var toc = new IndexToc(reader.i64(), reader.i64(), reader.i64(), reader.i64(), reader.i64(), reader.i64());
        var crc = new CRC32C();
        crc.update(bytes, 0, SIZE - 4);
        int stored = reader.i32();
        if ((int) crc.getValue() != stored) {
            throw CorruptBlockException.checksum(file, fileOffset + SIZE - 4, (int) crc.getValue(), stored);
        }
        toc.check(file, fileOffset);
        return toc;
    }

    /// The offsets that are used must be in order. The label index slots are zero in files of some writers.
    private void check(String file, long fileOffset) {
        boolean ordered = symbols >= IndexFormat.HEADER_SIZE && symbols <= series && series <= postingsTable
                && postingsTable <= fileOffset;
        if (!ordered) {
            throw new CorruptBlockException(file, fileOffset, "sections in order before the table of contents",
                    toString());
        }
    }

    /// Where the series entries end at the latest.
    public long seriesEnd() {
        return labelIndices >= series && labelIndices <= postingsTable ? labelIndices : postingsTable;
    }

    void write(ChecksumWriter out) throws IOException {
        out.startChecksum();
        out.i64(symbols);
        out.i64(series);
        out.i64(labelIndices);
        out.i64(labelTable);
        out.i64(postings);
        out.i64(postingsTable);
        out.writeChecksum();
    }
}
