package io.hypnos.service.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// Answers in the compression in which the client asked, as Go's server does.
public final class MirroredCompression implements ServerInterceptor {

    private static final Metadata.Key<String> ENCODING = Metadata.Key.of("grpc-encoding",
            Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        String encoding = headers.get(ENCODING);
        if (SnappyCodec.NAME.equals(encoding)) {
            call.setCompression(SnappyCodec.NAME);
        }
        return next.startCall(call, headers);
    }
}
