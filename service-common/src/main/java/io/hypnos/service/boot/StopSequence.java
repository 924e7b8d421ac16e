package io.hypnos.service.boot;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import io.hypnos.service.web.RequestGate;

/// How a role stops, in this order:
///
/// 1. `/-/ready` answers 503 and gRPC's health says NOT_SERVING, at once.
/// 2. New requests of the API are refused; running ones have the HTTP grace period. Probes and metrics go on being answered.
/// 3. The gRPC port is closed; running calls have the gRPC grace period.
/// 4. The role's [StopHook]s run, each to its end.
///
/// After that the context is closed, and with it the HTTP port. A step that fails is logged and does not keep the next from running.
final class StopSequence {

    private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

    private final Readiness readiness;
    private final RequestGate gate;
    private final Duration httpGrace;
    private final List<StopHook> hooks;

    StopSequence(Readiness readiness, RequestGate gate, ServerFlags flags, List<StopHook> hooks) {
        this.readiness = readiness;
        this.gate = gate;
        this.httpGrace = flags.http().gracePeriod();
        this.hooks = List.copyOf(hooks);
    }

    /// Runs the sequence; returns whether every step went well.
    boolean run(@Nullable GrpcServerLifecycle grpc) {
        readiness.stopping();
        boolean well = drainHttp();
        if (grpc != null) {
            grpc.stop();
        }
        for (StopHook hook : hooks) {
            well &= run(hook);
        }
        return well;
    }

    private boolean drainHttp() {
        gate.close();
        try {
            int left = gate.awaitEmpty(httpGrace);
            if (left > 0) {
                LOG.atWarn().setMessage("requests did not end in the grace period").addKeyValue("requests", left).log();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean run(StopHook hook) {
        try {
            hook.stop();
            return true;
        } catch (Exception e) {
            LOG.atError().setMessage("stopping failed").setCause(e).log();
            return false;
        }
    }
}
