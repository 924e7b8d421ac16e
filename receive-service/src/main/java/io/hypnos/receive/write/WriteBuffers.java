package io.hypnos.receive.write;

import java.util.concurrent.ArrayBlockingQueue;

import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.RemoteWrite1Decoder;
import io.hypnos.receive.wire.RemoteWrite2Decoder;

/// What is needed to decode one request, kept for the next. Large ones are let go, so that one huge request does not hold its memory for ever.
public final class WriteBuffers {

    private static final int KEPT = 64;
    private static final int LARGEST_KEPT = 8 << 20;

    private final ArrayBlockingQueue<Buffers> free = new ArrayBlockingQueue<>(KEPT);

    /// For one request at a time.
    public static final class Buffers {
        private final RemoteWrite1Decoder decoder1 = new RemoteWrite1Decoder();
        private final RemoteWrite2Decoder decoder2 = new RemoteWrite2Decoder();
        private final DecodedWrite write = new DecodedWrite();
        private final DecodedWrite spare = new DecodedWrite();

        private Buffers() {}

        public RemoteWrite1Decoder decoder1() {
            return decoder1;
        }

        public RemoteWrite2Decoder decoder2() {
            return decoder2;
        }

        public DecodedWrite write() {
            return write;
        }

        /// For a request that has to be rewritten.
        public DecodedWrite spare() {
            return spare;
        }
    }

    public Buffers take() {
        Buffers known = free.poll();
        return known == null ? new Buffers() : known;
    }

    public void giveBack(Buffers buffers) {
        if (buffers.write.bytes().length + buffers.spare.bytes().length <= LARGEST_KEPT) {
            boolean unused = free.offer(buffers);
        }
    }
}
