package io.hypnos.receive.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

import io.hypnos.proto.store.WriteResponse;
import io.hypnos.proto.store.WriteableStoreGrpc;

/// `/thanos.WriteableStore/RemoteWrite` with requests that are bytes instead of objects, on both sides.
final class ForwardMethod {

    static final MethodDescriptor<byte[], WriteResponse> REMOTE_WRITE = WriteableStoreGrpc.getRemoteWriteMethod()
            .toBuilder(new Bytes(), WriteableStoreGrpc.getRemoteWriteMethod().getResponseMarshaller()).build();

    private ForwardMethod() {}

    /// A message that is an array.
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new Stream(bytes);
        }

        @Override
        public byte[] parse(InputStream in) {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw Status.INVALID_ARGUMENT.withDescription("cannot read the request: " + e.getMessage()).withCause(e)
                        .asRuntimeException();
            }
        }
    }

    private static final class Stream extends ByteArrayInputStream implements KnownLength, Drainable {
        private Stream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int drainTo(OutputStream out) throws IOException {
            int length = count - pos;
            out.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
