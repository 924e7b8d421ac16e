package io.hypnos.query.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.MetadataUtils;
import org.jspecify.annotations.Nullable;

import io.hypnos.query.fanout.StoreStatus;
import io.hypnos.query.limit.RunningQuery;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.service.tenancy.TenantMetadata;

/// Asks several peers the same thing at once and collects their streamed answers.
final class PeerQuestions {

    /// What came back.
    ///
    /// @param messages of all peers, in the order of the peers
    /// @param warnings one per peer that failed
    record Collected<A>(List<A> messages, List<String> warnings) {}

    /// One call to one peer.
    interface Call<A> {
        Iterator<A> start(StoreStatus peer);
    }

    private PeerQuestions() {}

    static <A> Collected<A> ask(List<StoreStatus> peers, String what, PartialResponse partialResponse,
            RunningQuery context, Call<A> call) {
        var messages = new ArrayList<A>();
        var warnings = new ArrayList<String>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<A>>> answers = peers.stream().map(peer -> threads.submit(() -> drain(call.start(peer))))
                    .toList();
            for (int i = 0; i < peers.size(); i++) {
                try {
                    messages.addAll(answers.get(i).get());
                } catch (ExecutionException e) {
                    context.check();
                    warnings.add(failure(peers.get(i), what, partialResponse, e.getCause()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    context.check();
                    throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted while asking for " + what,
                            e);
                }
            }
        }
        return new Collected<>(messages, warnings);
    }

    /// A stub with the deadline and the tenant of a request.
    static <S extends AbstractBlockingStub<S>> S prepared(S stub, RunningQuery context) {
        var headers = new io.grpc.Metadata();
        headers.put(TenantMetadata.KEY, context.tenant().value());
        long left = Math.max(1, context.deadlineNanos() - System.nanoTime());
        return stub.withDeadlineAfter(left - left / 4, TimeUnit.NANOSECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static <A> List<A> drain(Iterator<A> stream) {
        var all = new ArrayList<A>();
        stream.forEachRemaining(all::add);
        return all;
    }

    private static String failure(StoreStatus peer, String what, PartialResponse partialResponse,
            @Nullable Throwable cause) {
        if (!(cause instanceof StatusRuntimeException)) {
            throw new IllegalStateException(cause);
        }
        String text = "fetch " + what + " from " + peer.endpoint().address() + ": " + cause.getMessage();
        return switch (partialResponse) {
            case WARN -> text;
            case ABORT -> throw new StoreException(StoreException.Reason.ABORTED, text, cause);
        };
    }
}
