package io.hypnos.receive.write;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;

import io.hypnos.proto.store.WriteResponse;

/// Another node that copies are sent to. A few calls run at a time; one that found nobody makes the node count as unavailable for a while,
/// which grows from a tenth of a second to the longest back-off, so that a dead node costs nobody its timeout.
final class WritePeer implements AutoCloseable {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final double BACKOFF_FACTOR = 2;
    private static final double BACKOFF_JITTER = 0.3;

    private final String address;
    private final ManagedChannel channel;
    private final Semaphore places;
    private final CircuitBreaker breaker;
    private volatile String lastFailure = "";

    /// @param places     calls that may run at a time
    /// @param maxBackoff the longest time for which a node counts as unavailable without being asked
    WritePeer(String address, ManagedChannel channel, int places, Duration maxBackoff) {
        this.address = address;
        this.channel = channel;
        this.places = new Semaphore(places);
        this.breaker = CircuitBreaker.of(address,
                CircuitBreakerConfig.custom().slidingWindowSize(1).minimumNumberOfCalls(1)
                        .failureRateThreshold(100).permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(IntervalFunction
                                .ofExponentialRandomBackoff(FIRST_BACKOFF.toMillis(), BACKOFF_FACTOR, BACKOFF_JITTER,
                                        maxBackoff.toMillis()))
                        .build());
    }

    String address() {
        return address;
    }

    /// Takes the answer to a write, once.
    @FunctionalInterface
    interface Answer {
        /// @param reason why it is not stored; empty when it is
        void told(Verdict verdict, String reason);
    }

    /// A place for one call, at once; false when all are taken.
    boolean tryEnter() {
        return places.tryAcquire();
    }

    /// A place for one call, as soon as there is one; false when there is none until `deadlineNanos`.
    boolean enter(long deadlineNanos) throws InterruptedException {
        return places.tryAcquire(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /// Sends a write; the caller has a place, which is given back when the answer is there. Does not wait.
    void send(byte[] message, Metadata headers, long deadlineNanos, Answer answer) {
        if (!breaker.tryAcquirePermission()) {
            places.release();
            answer.told(Verdict.UNAVAILABLE, address + ": " + lastFailure);
            return;
        }
        long start = System.nanoTime();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(Math.max(1, deadlineNanos - start),
                TimeUnit.NANOSECONDS);
        ClientCall<byte[], WriteResponse> call = channel.newCall(ForwardMethod.REMOTE_WRITE, options);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                places.release();
                settle(status, System.nanoTime() - start);
                answer.told(verdictOf(status.getCode()), status.isOk() ? "" : address + ": " + describe(status));
            }
        }, headers);
        call.request(2);
        call.sendMessage(message);
        call.halfClose();
    }

    private void settle(Status status, long nanos) {
        if (status.getCode() == Status.Code.UNAVAILABLE) {
            lastFailure = describe(status);
            breaker.onError(nanos, TimeUnit.NANOSECONDS, status.asException());
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static String describe(Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "deadline exceeded";
        }
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "connection refused";
            }
            if (cause instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
    }

    static Verdict verdictOf(Status.Code code) {
        return switch (code) {
            case OK -> Verdict.STORED;
            case ALREADY_EXISTS -> Verdict.CONFLICT;
            case RESOURCE_EXHAUSTED -> Verdict.TOO_MANY_SERIES;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> Verdict.UNAVAILABLE;
            case INVALID_ARGUMENT, UNKNOWN, NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE,
                    UNIMPLEMENTED, INTERNAL,
                    DATA_LOSS, UNAUTHENTICATED ->
                Verdict.FAILED;
        };
    }

    @Override
    public void close() {
        // Calls that run end by their own deadlines.
        channel.shutdown();
    }
}
