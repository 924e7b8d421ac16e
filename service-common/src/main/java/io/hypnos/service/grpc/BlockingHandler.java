package io.hypnos.service.grpc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.service.tenancy.InvalidTenantException;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.service.tenancy.TenantMetadata;

/// Answers calls with one request by plain blocking code, each on a virtual thread of its own. A client that reads slowly makes
/// [Answers#send] wait; one that goes away ends the call's [CallContext].
///
/// The thread is never interrupted: that would close files that other calls read.
public final class BlockingHandler<Q, A> implements ServerCallHandler<Q, A> {

    private final Body<Q, A> body;
    private final Function<Throwable, Status> faults;

    /// @param faults translates what the body throws
    public BlockingHandler(Body<Q, A> body, Function<Throwable, Status> faults) {
        this.body = body;
        this.faults = faults;
    }

    /// Gives the answers to a request.
    @FunctionalInterface
    public interface Body<Q, A> {
        void answer(Q request, CallContext context, Answers<A> answers) throws Exception;
    }

    /// Where the answers go.
    @FunctionalInterface
    public interface Answers<A> {
        /// Sends one message; waits while the client has enough unread.
        ///
        /// @throws QueryAbortedException when the client is gone or the time is up
        void send(A message);
    }

    /// A handler for calls with one answer.
    public static <Q, A> BlockingHandler<Q, A> unary(Unary<Q, A> body, Function<Throwable, Status> faults) {
        return new BlockingHandler<>((request, context, answers) -> answers.send(body.answer(request, context)),
                faults);
    }

    /// Gives the one answer to a request.
    @FunctionalInterface
    public interface Unary<Q, A> {
        A answer(Q request, CallContext context) throws Exception;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata headers) {
        TenantId tenant;
        try {
            tenant = TenantMetadata.of(headers);
        } catch (InvalidTenantException e) {
            call.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), new Metadata());
            return new ServerCall.Listener<>() {
            };
        }
        call.request(2);
        return new Running(call, new CallContext(Context.current(), tenant));
    }

    /// One call.
    private final class Running extends ServerCall.Listener<Q> implements Answers<A> {
        private final ServerCall<Q, A> call;
        private final CallContext context;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private @Nullable Q request;
        private boolean headersSent;

        private Running(ServerCall<Q, A> call, CallContext context) {
            this.call = call;
            this.context = context;
        }

        @Override
        public void onMessage(Q message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            Q asked = request;
            if (asked == null) {
                call.close(Status.INTERNAL.withDescription("half-closed without a request"), new Metadata());
                return;
            }
            // The thread takes over what the metrics and the tenant of the call hang on.
            Thread.ofVirtual().name("grpc-call").start(Context.current().wrap(() -> run(asked)));
        }

        @Override
        public void onReady() {
            wake();
        }

        @Override
        public void onCancel() {
            wake();
        }

        private void wake() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void run(Q asked) {
            Status status = Status.OK;
            try {
                body.answer(asked, context, this);
                if (!headersSent) {
                    call.sendHeaders(new Metadata());
                }
            } catch (Throwable thrown) {
                status = faults.apply(thrown);
            }
            if (!call.isCancelled()) {
                call.close(status, new Metadata());
            }
        }

        @Override
        public void send(A message) {
            if (!headersSent) {
                headersSent = true;
                call.sendHeaders(new Metadata());
            }
            awaitReady();
            call.sendMessage(message);
        }

        private void awaitReady() {
            lock.lock();
            try {
                while (!call.isReady()) {
                    if (call.isCancelled()) {
                        throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED,
                                "the call was cancelled");
                    }
                    context.check();
                    // A deadline passes without a signal.
                    var unused = changed.await(1, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "interrupted");
            } finally {
                lock.unlock();
            }
        }
    }
}
