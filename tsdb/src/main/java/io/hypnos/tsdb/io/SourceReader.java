package io.hypnos.tsdb.io;

import java.util.zip.CRC32C;

/// A walk over a stretch of a [ByteSource] that holds only a window of it in memory, in the number formats of [ByteReader], with a running
/// checksum on demand. For one thread.
public final class SourceReader {

    /// The longest text that is believed; a longer one would be a reason to allocate as much as a broken length says.
    public static final int MAX_TEXT = 1 << 24;

    private final ByteSource source;
    private final CRC32C crc = new CRC32C();
    private byte[] window;
    private int position;
    private int filled;
    /// Place of `window[0]` in the source.
    private long windowOffset;
    private long end;
    /// Index in the window of the first byte that is not yet in the checksum; negative while there is none.
    private int crcFrom = -1;

    /// @param windowSize bytes that are read at once; the window grows where one thing is larger
    public SourceReader(ByteSource source, long offset, long length, int windowSize) {
        this.source = source;
        this.window = new byte[Math.max(16, (int) Math.min(windowSize, Math.max(length, 0)))];
        seek(offset, length);
    }

    /// Starts over with another stretch. What of it lies in the window is not read again.
    public void seek(long offset, long length) {
        source.requireInside(offset, length);
        end = offset + length;
        crcFrom = -1;
        if (offset >= windowOffset && offset <= windowOffset + filled) {
            position = (int) (offset - windowOffset);
            filled = (int) Math.min(filled, end - windowOffset);
        } else {
            windowOffset = offset;
            position = 0;
            filled = 0;
        }
    }

    /// Place of the next byte in the source.
    public long offset() {
        return windowOffset + position;
    }

    public long remaining() {
        return end - offset();
    }

    /// Begins a checksum at the next byte.
    public void startChecksum() {
        crc.reset();
        crcFrom = position;
    }

    /// The CRC-32C of what was passed since [#startChecksum()]; ends it.
    public int checksum() {
        crc.update(window, crcFrom, position - crcFrom);
        crcFrom = -1;
        return (int) crc.getValue();
    }

    /// Makes the next `bytes` bytes available in [#window()] from [#position()] on.
    ///
    /// @throws CorruptBlockException when the stretch ends before
    public void require(long bytes) {
        if (bytes > filled - position) {
            fill(bytes);
        }
    }

    /// The window; replaced by [#require(long)] and everything that reads.
    public byte[] window() {
        return window;
    }

    /// Index in [#window()] of the next byte.
    public int position() {
        return position;
    }

    public void skip(long bytes) {
        if (bytes <= filled - position) {
            position += (int) bytes;
            return;
        }
        if (crcFrom < 0) {
            if (bytes > remaining()) {
                throw tooShort(bytes);
            }
            seek(offset() + bytes, remaining() - bytes);
            return;
        }
        for (long rest = bytes; rest > 0;) {
            int piece = (int) Math.min(rest, window.length);
            require(piece);
            position += piece;
            rest -= piece;
        }
    }

    public int u8() {
        require(1);
        return window[position++] & 0xFF;
    }

    public int i32() {
        require(4);
        int p = position;
        position += 4;
        return window[p] << 24 | (window[p + 1] & 0xFF) << 16 | (window[p + 2] & 0xFF) << 8 | window[p + 3] & 0xFF;
    }

    /// Four bytes without a sign.
    public long u32() {
        return Integer.toUnsignedLong(i32());
    }

    public long uvarint() {
        long at = offset();
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            require(1);
            byte b = window[position++];
            if (shift == 63 && (b & 0xFF) > 1) {
                break;
            }
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptBlockException(source.name(), at, "a number of 64 bits", "a longer one");
    }

    /// The length of a text, which is wholly in the window from [#position()] on. The caller skips it.
    public int textLength() {
        long at = offset();
        long length = uvarint();
        if (length < 0 || length > Math.min(remaining(), MAX_TEXT)) {
            throw new CorruptBlockException(source.name(), at,
                    "the length of a text of at most " + Math.min(remaining(), MAX_TEXT) + " bytes",
                    Long.toUnsignedString(length));
        }
        require(length);
        return (int) length;
    }

    /// The trouble at the next byte, for the caller to throw.
    public CorruptBlockException corrupt(String expected, String found) {
        return new CorruptBlockException(source.name(), offset(), expected, found);
    }

    private void fill(long bytes) {
        if (bytes > remaining()) {
            throw tooShort(bytes);
        }
        if (crcFrom >= 0) {
            crc.update(window, crcFrom, position - crcFrom);
            crcFrom = 0;
        }
        byte[] target = bytes > window.length ? new byte[Math.toIntExact(bytes)] : window;
        System.arraycopy(window, position, target, 0, filled - position);
        window = target;
        windowOffset += position;
        filled -= position;
        position = 0;
        int more = (int) Math.min(window.length - filled, end - windowOffset - filled);
        source.read(windowOffset + filled, window, filled, more);
        filled += more;
    }

    private CorruptBlockException tooShort(long bytes) {
        return corrupt(bytes + " more bytes", "the end of the section after " + remaining());
    }
}
