package io.hypnos.service.storeapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.hypnos.proto.store.SeriesResponse;
import io.hypnos.series.chunk.Chunk;

/// One message of a Series stream (`thanos.SeriesResponse`) as bytes, without objects of protobuf.
///
/// On its way out it is a small head, with everything but chunk data, and chunk data lent from wherever they lie, to be put in at given places
/// of the head; the bytes are copied once, into the connection's buffers. On its way in it is one array, in which the chunks stay.
final class SeriesFrame {

    /// Chunk decoders load eight bytes at a time.
    private static final int SLACK = 8;
    private static final Chunk[] NO_CHUNKS = {};
    private static final int[] NO_PLACES = {};

    private final byte[] head;
    private final int headLength;
    private final Chunk[] chunks;
    /// `places[i]` is the offset in the head before which the data of `chunks[i]` go; ascending.
    private final int[] places;
    private final int length;

    /// Takes the arrays over.
    SeriesFrame(byte[] head, int headLength, Chunk[] chunks, int[] places) {
        this.head = head;
        this.headLength = headLength;
        this.chunks = chunks;
        this.places = places;
        int total = headLength;
        for (Chunk chunk : chunks) {
            total = Math.addExact(total, chunk.length());
        }
        this.length = total;
    }

    static SeriesFrame ofBytes(byte[] bytes, int length) {
        return new SeriesFrame(bytes, length, NO_CHUNKS, NO_PLACES);
    }

    static SeriesFrame ofMessage(SeriesResponse message) {
        byte[] bytes = message.toByteArray();
        return ofBytes(bytes, bytes.length);
    }

    /// Number of bytes on the wire.
    int length() {
        return length;
    }

    /// The message in one array, which may be longer than [#length()]. Lent.
    byte[] bytes() {
        if (chunks.length == 0) {
            return head;
        }
        byte[] whole = new byte[length + SLACK];
        int at = 0;
        int from = 0;
        for (int i = 0; i < chunks.length; i++) {
            System.arraycopy(head, from, whole, at, places[i] - from);
            at += places[i] - from;
            from = places[i];
            Chunk chunk = chunks[i];
            System.arraycopy(chunk.data(), chunk.offset(), whole, at, chunk.length());
            at += chunk.length();
        }
        System.arraycopy(head, from, whole, at, headLength - from);
        return whole;
    }

    private void writeTo(OutputStream out) throws IOException {
        int from = 0;
        for (int i = 0; i < chunks.length; i++) {
            out.write(head, from, places[i] - from);
            from = places[i];
            Chunk chunk = chunks[i];
            out.write(chunk.data(), chunk.offset(), chunk.length());
        }
        out.write(head, from, headLength - from);
    }

    /// How frames enter and leave gRPC.
    static final class FrameMarshaller implements Marshaller<SeriesFrame> {
        @Override
        public InputStream stream(SeriesFrame frame) {
            return new FrameStream(frame);
        }

        @Override
        public SeriesFrame parse(InputStream in) {
            try {
                if (in instanceof KnownLength) {
                    int length = in.available();
                    byte[] bytes = new byte[length + SLACK];
                    if (in.readNBytes(bytes, 0, length) < length) {
                        throw new IOException("the message ends early");
                    }
                    return ofBytes(bytes, length);
                }
                byte[] bytes = in.readAllBytes();
                return ofBytes(Arrays.copyOf(bytes, bytes.length + SLACK), bytes.length);
            } catch (IOException e) {
                throw Status.INTERNAL.withDescription("cannot read a message").withCause(e).asRuntimeException();
            }
        }
    }

    /// A frame on its way out; gRPC drains it at once where it can.
    private static final class FrameStream extends InputStream implements KnownLength, Drainable {
        private final SeriesFrame frame;
        private int position;
        /// The message in one array; made when somebody reads instead of draining.
        private byte @Nullable [] whole;

        private FrameStream(SeriesFrame frame) {
            this.frame = frame;
        }

        @Override
        public int drainTo(OutputStream out) throws IOException {
            int rest = frame.length - position;
            if (position == 0) {
                frame.writeTo(out);
            } else {
                out.write(whole(), position, rest);
            }
            position = frame.length;
            return rest;
        }

        private byte[] whole() {
            byte[] bytes = whole;
            if (bytes == null) {
                bytes = frame.bytes();
                whole = bytes;
            }
            return bytes;
        }

        @Override
        public int available() {
            return frame.length - position;
        }

        @Override
        public int read() {
            return position == frame.length ? -1 : whole()[position++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int part = Math.min(count, frame.length - position);
            if (part <= 0) {
                return count == 0 ? 0 : -1;
            }
            System.arraycopy(whole(), position, into, offset, part);
            position += part;
            return part;
        }
    }
}
