package io.hypnos.series;

/// The hash of [XxHash64] over pieces that do not lie side by side: feed them one after the other and ask for the hash of all. Reused with
/// [#reset()]. Not safe for use by several threads.
public final class XxHash64Stream {

    private static final int BLOCK = 32;

    private final XxHash64.Lanes lanes = new XxHash64.Lanes();
    private final byte[] pending = new byte[BLOCK];
    private int pendingLength;
    private long length;

    public XxHash64Stream reset() {
        lanes.reset();
        pendingLength = 0;
        length = 0;
        return this;
    }

    public XxHash64Stream update(byte[] bytes, int offset, int count) {
        int at = offset;
        int end = offset + count;
        length += count;
        if (pendingLength > 0) {
            int taken = Math.min(BLOCK - pendingLength, count);
            System.arraycopy(bytes, at, pending, pendingLength, taken);
            pendingLength += taken;
            at += taken;
            if (pendingLength < BLOCK) {
                return this;
            }
            lanes.consume(pending, 0, BLOCK);
            pendingLength = 0;
        }
        at = lanes.consume(bytes, at, end);
        System.arraycopy(bytes, at, pending, 0, end - at);
        pendingLength = end - at;
        return this;
    }

    public XxHash64Stream update(byte b) {
        pending[pendingLength++] = b;
        length++;
        if (pendingLength == BLOCK) {
            lanes.consume(pending, 0, BLOCK);
            pendingLength = 0;
        }
        return this;
    }

    /// The hash of everything since the last reset; more may follow.
    public long hash() {
        return XxHash64.finish(lanes.state(length) + length, pending, 0, pendingLength);
    }
}
