package io.hypnos.service.storeapi;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;

/// A call that is started with further headers.
final class WithHeaders<Q, A> extends SimpleForwardingClientCall<Q, A> {

    private final Metadata more;

    WithHeaders(ClientCall<Q, A> call, Metadata more) {
        super(call);
        this.more = more;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        headers.merge(more);
        super.start(listener, headers);
    }
}
